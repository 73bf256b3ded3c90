import type { StoredRow } from './authorship.ts';
import type { PlainRow } from './plain-row.ts';

export interface LeadStatusRow extends PlainRow {
  organization_id: string;
  label: string;
}

export const statusTypes = ['active', 'won', 'lost'] as const;

export type StatusType = (typeof statusTypes)[number];

export interface OpportunityStatusRow extends PlainRow {
  organization_id: string;
  pipeline_id: string;
  label: string;
  type: StatusType;
}

/** A stored pipeline. Its stages are the opportunity statuses that name it, in their order. */
export interface PipelineRow extends StoredRow, PlainRow {
  readonly id: string;
  name: string;
}
