import type { PlainRow } from './record-rows.ts';

export const jobKinds = ['delete', 'edit', 'email', 'sequence_subscription'] as const;

export type JobKind = (typeof jobKinds)[number];

export type JobStatus = 'created' | 'loading' | 'processing' | 'done' | 'paused' | 'resuming' | 'error';

/** How a bulk action runs. Responses do not show it. */
export interface JobRun {
  readonly userId: string;
  /** The app of the request; `undefined` for an API key. */
  readonly app: { readonly clientId: string; readonly name: string; readonly scope: string } | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** The leads, selected when the action was created, with the objects that the action works on there. */
  readonly items: readonly { readonly leadId: string; readonly targets: readonly string[] }[];
  /** The time of the next step, in milliseconds since 1970; `null` while it is paused, and when it has ended. */
  nextAt: number | null;
  pausedAt: number | null;
}

export interface JobRow extends PlainRow {
  status: JobStatus;
  /** `null` until counted. */
  n_leads: number | null;
  n_leads_processed: number;
  n_objects_processed: number;
  readonly _run: JobRun;
}
