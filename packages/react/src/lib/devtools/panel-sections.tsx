'use client';

import type { ReactNode } from 'react';
import type { CloseAuthState } from '../auth/state.ts';
import type { CloseLiveStatus } from '../live/live-status.ts';
import type { ShownWrite } from './list-pending-writes.ts';
import { PanelSection, PanelTable } from './panel-section.tsx';
import type { PanelColumns } from './panel-section.tsx';
import type {
  RecordedAttempt,
  RecordedBudget,
  RecordedCall,
  RecordedLiveEvent,
  RecordedTokenEvent,
} from './recording.ts';
import { sessionFacts } from './session-facts.ts';
import { showDuration, showTime } from './show-time.ts';

interface SessionSectionProps {
  readonly auth: CloseAuthState;
  readonly events: readonly RecordedTokenEvent[];
  readonly now: number;
}

/** The session, the life of its token, and the latest events of the token. */
export function SessionSection({ auth, events, now }: SessionSectionProps): ReactNode {
  return (
    <PanelSection title="Session">
      <dl>
        {sessionFacts(auth, now).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {events.length > 0 && (
        <ol reversed>
          {events.toReversed().map(({ number, at, type }) => (
            <li key={number}>
              {showTime(at)} {type}
            </li>
          ))}
        </ol>
      )}
    </PanelSection>
  );
}

/** The calls, the newest first, with their attempts. */
export function CallsSection({ calls }: { readonly calls: readonly RecordedCall[] }): ReactNode {
  const columns: PanelColumns<RecordedCall> = [
    ['Call', (call) => withSmall(`${call.method} ${call.path}`, call.operation ?? '')],
    ['State', ({ state, code }) => <span data-state={state}>{code ? `${state}: ${code}` : state}</span>],
    ['Attempts', ({ attempts }) => <Attempts attempts={attempts} />],
    ['Begun', ({ startedAt }) => showTime(startedAt)],
  ];
  return (
    <PanelSection title="Calls" note={String(calls.length)} className="closekit-devtools-calls">
      <PanelTable
        items={calls.toReversed()}
        keyOf={({ number }) => number}
        columns={columns}
        empty="No call has been sent yet."
      />
    </PanelSection>
  );
}

function withSmall(text: string, small: string): ReactNode {
  return (
    <>
      {text} <small>{small}</small>
    </>
  );
}

function Attempts({ attempts }: { readonly attempts: readonly RecordedAttempt[] }): ReactNode {
  if (attempts.length === 0) return 'none yet';
  return (
    <ol>
      {attempts.map((attempt) => (
        <li key={attempt.number}>{describeAttempt(attempt)}</li>
      ))}
    </ol>
  );
}

function describeAttempt({ status, code, durationMs, delayMs }: RecordedAttempt): string {
  const outcome = status ?? code ?? 'sent';
  const duration = durationMs === undefined ? '' : ` in ${showDuration(durationMs)}`;
  return `${outcome}${duration}${delayMs === undefined ? '' : `, again in ${showDuration(delayMs)}`}`;
}

interface BudgetsSectionProps {
  readonly budgets: readonly RecordedBudget[];
  readonly calls: readonly RecordedCall[];
  readonly now: number;
}

/** The rate limits of the groups of endpoints, and the calls that wait in each. */
export function BudgetsSection({ budgets, calls, now }: BudgetsSectionProps): ReactNode {
  const waitingIn = (group: string): number =>
    calls.filter((call) => call.group === group && call.state === 'waiting').length;
  const columns: PanelColumns<RecordedBudget> = [
    ['Endpoints', ({ group }) => group],
    ['Limit', ({ limit }) => limit ?? '?'],
    ['Left', ({ remaining }) => remaining ?? '?'],
    ['Window', ({ resetsAt }) => showWindow(resetsAt, now)],
    ['Waiting', ({ group }) => waitingIn(group)],
    ['429s', ({ refusals }) => refusals],
  ];
  return (
    <PanelSection title="Rate limits">
      <PanelTable
        items={budgets.toReversed()}
        keyOf={({ group }) => group}
        columns={columns}
        empty="No response has stated a rate limit yet."
      />
    </PanelSection>
  );
}

function showWindow(resetsAt: number | undefined, now: number): string {
  if (resetsAt === undefined) return '?';
  return resetsAt > now ? `resets in ${showDuration(resetsAt - now)}` : 'was reset';
}

interface LiveSectionProps {
  readonly status: CloseLiveStatus;
  readonly events: readonly RecordedLiveEvent[];
}

/** The state of the live events, and the events, the newest first. */
export function LiveSection({ status, events }: LiveSectionProps): ReactNode {
  const columns: PanelColumns<RecordedLiveEvent> = [
    ['Event', ({ event }) => withSmall(`${event.object_type} ${event.action}`, event.object_id)],
    ['Changed fields', ({ event }) => event.changed_fields.join(', ')],
    ['Arrived', ({ at }) => showTime(at)],
  ];
  return (
    <PanelSection title="Live events" note={status}>
      <PanelTable
        items={events.toReversed()}
        keyOf={({ number }) => number}
        columns={columns}
        empty={
          status === 'disabled' ? 'This page does not use live events now.' : 'No event has arrived yet.'
        }
      />
    </PanelSection>
  );
}

interface WritesSectionProps {
  readonly writes: readonly ShownWrite[];
  readonly now: number;
}

/** The pending writes, the oldest first, each with its place in the line of its entity. */
export function WritesSection({ writes, now }: WritesSectionProps): ReactNode {
  const columns: PanelColumns<ShownWrite> = [
    ['Write', ({ operation, ids }) => withSmall(operation, ids.join(' '))],
    ['Place in line', placeOf],
    ['Failures', ({ failures }) => failures],
    ['Age', ({ submittedAt }) => showDuration(Math.max(now - submittedAt, 0))],
  ];
  return (
    <PanelSection title="Pending writes" note={String(writes.length)}>
      <PanelTable items={writes} keyOf={({ id }) => id} columns={columns} empty="No write is pending." />
    </PanelSection>
  );
}

function placeOf({ ahead, isPaused }: ShownWrite): string {
  const place = ahead === 0 ? 'first' : `after ${ahead} ${ahead === 1 ? 'other' : 'others'}`;
  return isPaused ? `${place}, paused` : place;
}
