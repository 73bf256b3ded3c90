import type { JobItem, JobRow } from '../../model/rows/job-row.ts';
import type { ApiCall } from '../base/api-call.ts';

/** What a kind of bulk action does. */
export interface JobAction {
  /** The members of a request that responses do not show. */
  readonly unwritten?: readonly string[];
  /** Checks the request, and creates the members of a response that differ from those of the request. */
  readonly start?: (call: ApiCall) => object;
  /** The objects of a lead that the action works on. Default: the lead. */
  readonly targets?: (call: ApiCall, leadId: string) => string[];
  /** Works on one lead. */
  readonly apply: (call: ApiCall, job: JobRow, item: JobItem) => void;
}
