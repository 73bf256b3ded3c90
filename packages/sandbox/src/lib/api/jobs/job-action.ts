import type { JobItem, JobRow } from '../../model/rows/job-row.ts';
import type { ApiCall } from '../base/api-call.ts';

/** What a kind of bulk action does. */
export interface JobAction {
  readonly prefix: string;
  /**
   * Checks the request, and creates the members of its kind in responses.
   *
   * @throws ApiRefusal 400 when it names something that does not exist.
   */
  readonly start: (call: ApiCall) => Record<string, unknown>;
  /** The objects of a lead that the action works on. Default: the lead. */
  readonly targets?: (call: ApiCall, leadId: string) => string[];
  /** Works on one lead. */
  readonly apply: (call: ApiCall, job: JobRow, item: JobItem) => void;
}
