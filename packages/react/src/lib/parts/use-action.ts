'use client';

import { useState } from 'react';
import { isCloseAuthError } from '../auth/error.ts';
import type { CloseAuthError } from '../auth/error.ts';

/** The work that a part has started last. */
export interface Action {
  /** Whether it is running. */
  readonly isBusy: boolean;
  /** The message for the user if it has failed. */
  readonly failure: string | undefined;
  /** Follows new work. */
  readonly follow: (work: Promise<void>, failure: string) => void;
}

/** Follows the work that a part starts, so that the user sees whether it is running or has failed. */
export function useAction(onFailure?: (error: CloseAuthError) => void): Action {
  const [{ isBusy, failure }, setState] = useState<Omit<Action, 'follow'>>(idle);
  const follow = (work: Promise<void>, message: string): void => {
    setState({ isBusy: true, failure: undefined });
    work.then(
      () => setState(idle),
      (error: unknown) => {
        setState({ isBusy: false, failure: message });
        if (isCloseAuthError(error)) onFailure?.(error);
      },
    );
  };
  return { isBusy, failure, follow };
}

const idle = { isBusy: false, failure: undefined };
