import { invalidFields } from './api-refusal.ts';

/** Refuses a body with a message for one field, unless a condition holds. */
export function checkField(condition: boolean, field: string, message: string): asserts condition {
  if (!condition) throw invalidFields({ [field]: message });
}
