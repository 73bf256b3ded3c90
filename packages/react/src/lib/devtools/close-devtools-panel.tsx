'use client';

import type { ReactNode } from 'react';
import {
  BudgetsSection,
  CallsSection,
  LiveSection,
  SessionSection,
  WritesSection,
} from './panel-sections.tsx';
import { panelStyles } from './panel-styles.ts';
import { useRecording } from './use-recording.ts';

/** Props of {@link CloseDevtoolsPanel}. */
export interface CloseDevtoolsPanelProps {
  /** Called when the user hides the panel. Without it there is no button for that. */
  readonly onHide?: (() => void) | undefined;
}

/**
 * The panel of {@link CloseDevtools} without its button and its place, for your own layout: it fills its parent. Records
 * from its first rendering on. Shows ids and paths, but no tokens, queries, bodies or messages of the server.
 *
 * @param props - Whether the panel can be hidden.
 * @returns The panel.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <aside style={{ height: 400 }}>
 *   <CloseDevtoolsPanel />
 * </aside>
 * ```
 */
export function CloseDevtoolsPanel({ onHide }: CloseDevtoolsPanelProps): ReactNode {
  const { recording, auth, liveStatus, writes, now, clear } = useRecording();
  const { calls, budgets, liveEvents, tokenEvents } = recording;
  return (
    <section className="closekit-devtools closekit-devtools-panel" aria-label="CloseKit devtools">
      <style>{panelStyles}</style>
      <header>
        <h2>CloseKit devtools</h2>
        <button type="button" onClick={clear}>
          Clear
        </button>
        {onHide && (
          <button type="button" onClick={onHide}>
            Hide
          </button>
        )}
      </header>
      <div className="closekit-devtools-sections">
        <SessionSection auth={auth} events={tokenEvents} now={now} />
        <CallsSection calls={calls} />
        <BudgetsSection budgets={budgets} calls={calls} now={now} />
        <WritesSection writes={writes} now={now} />
        <LiveSection status={liveStatus} events={liveEvents} />
      </div>
    </section>
  );
}
