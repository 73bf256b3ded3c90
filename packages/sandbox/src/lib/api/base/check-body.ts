import type { ApiCall } from './api-call.ts';
import { invalidFields } from './api-refusal.ts';

/** Refuses a body with a message for one field, unless a condition holds. */
export function checkField(condition: boolean, field: string, message: string): asserts condition {
  if (!condition) throw invalidFields({ [field]: message });
}

/** The row that a member of a body names. A refusal names its kind: by default `contact` for `contact_id`. */
export function namedRow<T>(
  { body }: Pick<ApiCall, 'body'>,
  field: string,
  { table, kind = kindOf(field) }: { table: { get(id: string): T | undefined }; kind?: string },
): T {
  const row = table.get(String(body[field]));
  checkField(row !== undefined, field, `This ${kind} does not exist`);
  return row;
}

function kindOf(field: string): string {
  return field.replace(/_id$/, '').replaceAll('_', ' ');
}
