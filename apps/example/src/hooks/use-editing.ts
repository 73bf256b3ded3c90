import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

interface Editing {
  readonly editing: boolean;
  readonly start: () => void;
  readonly stop: () => void;
  /** Ref of the button that starts editing. It gets the focus back. */
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** Opens and closes a form in place, and returns the focus to the button afterwards. */
export function useEditing(initially = false): Editing {
  const [editing, setEditing] = useState(initially);
  const wasEditing = useRef(initially);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (wasEditing.current && !editing) button.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  return { editing, start: () => setEditing(true), stop: () => setEditing(false), button };
}
