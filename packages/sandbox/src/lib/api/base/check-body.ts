import { invalidFields } from './api-refusal.ts';

/**
 * Checks a condition on one field of a body.
 *
 * @throws ApiRefusal 400 with the message unless the condition holds.
 */
export function checkField(condition: boolean, field: string, message: string): asserts condition {
  if (!condition) throw invalidFields({ [field]: message });
}
