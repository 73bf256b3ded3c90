import type { ApiCall } from './api-call.ts';

/** A step of work that goes on without requests. */
export interface Step {
  /** In milliseconds since 1970. */
  readonly dueAt: number;
  /** The lead that the step works on, if it works on one. */
  readonly leadId?: string | undefined;
  /** The user on whose behalf it runs. */
  readonly userId: string;
  readonly app?: ApiCall['app'];
  /** What its events say about it. */
  readonly meta?: { readonly bulk_action_id: string };
  /** Runs the step in a call of that user and time. */
  readonly run: (call: ApiCall) => void;
}
