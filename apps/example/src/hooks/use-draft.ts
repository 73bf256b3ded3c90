import { useCallback } from 'react';

type Fields = Readonly<Record<string, string>>;

export interface Draft {
  /** What was typed before the page was left, or undefined. */
  readonly read: () => Fields | undefined;
  readonly write: (form: HTMLFormElement) => void;
  readonly clear: () => void;
}

/** Keeps what was typed in this tab until it is saved: connecting again means leaving the page and coming back. */
export function useDraft(name: string): Draft {
  const key = `draft:${name}`;
  const read = useCallback(() => parse(sessionStorage.getItem(key)), [key]);
  const write = useCallback(
    (form: HTMLFormElement) =>
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(new FormData(form)))),
    [key],
  );
  const clear = useCallback(() => sessionStorage.removeItem(key), [key]);
  return { read, write, clear };
}

function parse(stored: string | null): Fields | undefined {
  if (stored === null) return undefined;
  // Only `write` stores under this name, and a form without files has nothing but texts.
  const fields: Fields = JSON.parse(stored);
  return fields;
}
