import type { StoredRow } from './authorship.ts';

export interface LeadStatusRow {
  readonly id: string;
  organization_id: string;
  label: string;
}

export type StatusType = 'active' | 'won' | 'lost';

/** A stored opportunity status: one stage of a pipeline. */
export interface OpportunityStatusRow {
  readonly id: string;
  organization_id: string;
  pipeline_id: string;
  label: string;
  type: StatusType;
}

/** A stored pipeline. Its stages are the opportunity statuses that name it, in their order. */
export interface PipelineRow extends StoredRow {
  name: string;
}
