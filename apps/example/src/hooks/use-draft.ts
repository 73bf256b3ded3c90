import { useCallback } from 'react';

type Fields = Readonly<Record<string, string>>;

export interface Draft {
  /** Returns the fields as they were when the page was left, or undefined. */
  readonly read: () => Fields | undefined;
  readonly write: (form: HTMLFormElement) => void;
  readonly clear: () => void;
}

/** Stores unsaved input in this tab, because reconnecting leaves the page and returns. */
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
  // Only `write` stores under this key, and the values of a form without files are strings.
  const fields: Fields = JSON.parse(stored);
  return fields;
}
