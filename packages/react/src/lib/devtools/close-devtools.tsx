'use client';

import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { CloseDevtoolsPanel } from './close-devtools-panel.tsx';
import { panelStyles } from './panel-styles.ts';
import { useRecorder } from './use-recording.ts';

/** Props of {@link CloseDevtools}. */
export interface CloseDevtoolsProps {
  /**
   * Whether the panel is open at first.
   * Default: `false`.
   */
  readonly initialIsOpen?: boolean | undefined;
}

/**
 * A button in the corner of the page, and a panel at its lower edge: the session and the life of its token, the calls
 * with their attempts, the rate limits, the pending writes, and the live events. Records from its first rendering on,
 * also while the panel is hidden. Escape hides the panel. Shows ids and paths, but no tokens, queries, bodies or
 * messages of the server. Only observes: it sends no request and opens no stream.
 *
 * @param props - Whether the panel is open at first.
 * @returns The button or the panel.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <CloseProvider client={close}>
 *   <App />
 *   <CloseDevtools />
 * </CloseProvider>
 * ```
 */
export function CloseDevtools({ initialIsOpen = false }: CloseDevtoolsProps): ReactNode {
  useRecorder();
  const [isOpen, setIsOpen] = useState(initialIsOpen);
  const button = useRef<HTMLButtonElement>(null);
  const dock = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    // The focus follows the user, who has used the button or Escape.
    if (wasOpen.current !== isOpen) (isOpen ? dock.current : button.current)?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const hide = (): void => setIsOpen(false);
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') hide();
  };
  if (isOpen)
    return (
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of the elements inside
      <div
        ref={dock}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="closekit-devtools closekit-devtools-dock"
      >
        <CloseDevtoolsPanel onHide={hide} />
      </div>
    );
  return (
    <div className="closekit-devtools closekit-devtools-button">
      <style>{panelStyles}</style>
      <button ref={button} type="button" aria-expanded={false} onClick={() => setIsOpen(true)}>
        CloseKit devtools
      </button>
    </div>
  );
}
