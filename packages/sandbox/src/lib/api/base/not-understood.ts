import type { ApiCall } from './api-call.ts';
import { ApiRefusal, refuse } from './api-refusal.ts';

const marker = { 'x-closekit-sandbox': 'not-understood' };

/** What the sandbox does not understand, and the member or query parameter that holds it. */
export interface NotUnderstood {
  readonly field: string;
  readonly message: string;
}

/**
 * Refuses, in strict mode, what Close may accept and the sandbox does not understand. The header says that these are
 * the words of the sandbox.
 */
export function refuseNotUnderstood(
  { isStrict }: Pick<ApiCall, 'isStrict'>,
  ...problems: NotUnderstood[]
): void {
  if (!isStrict || problems.length === 0) return;
  const errors = problems.map(({ message }) => `${message} Pass \`strict: false\` to ignore this.`);
  const fields = Object.fromEntries(problems.map(({ field, message }) => [field, message]));
  throw new ApiRefusal(400, { errors, 'field-errors': fields }, marker);
}

/** A 400 for text that cannot be read, strict or not: no reading of it would be right. */
export function unreadable({ field, message }: NotUnderstood): ApiRefusal {
  return new ApiRefusal(400, { errors: [message], 'field-errors': { [field]: message } }, marker);
}

/** The 501 for an operation of the contract that the sandbox does not serve; 404 if it is not strict. */
export function unserved(operation: string, { isStrict }: Pick<ApiCall, 'isStrict'>): ApiRefusal {
  if (!isStrict) return refuse(404, 'This path does not exist.');
  const error = `The sandbox does not serve ${operation}. Pass \`strict: false\` to get 404 instead.`;
  return new ApiRefusal(501, { error }, marker);
}
