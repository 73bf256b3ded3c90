import { closeTimestamp } from '../../model/close-timestamp.ts';
import type { ApiCall } from './api-call.ts';
import { checkField } from './check-body.ts';
import { momentOf } from './filter-rows.ts';

/** Reads the author and the time of a new row from a body. Close takes them for imports. */
export function authorshipIn(
  { data }: Pick<ApiCall, 'data'>,
  { created_by: author, date_created: at }: ApiCall['body'],
): { created_by?: string; date_created?: string } {
  const isUser = typeof author !== 'string' || data.users.get(author) !== undefined;
  checkField(isUser, 'created_by', 'This user does not exist');
  return {
    ...(typeof author === 'string' && { created_by: author }),
    ...(typeof at === 'string' && { date_created: closeTimestamp(momentOf(at)) }),
  };
}
