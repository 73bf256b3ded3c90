import { assertArgument } from '../base/assert-argument.ts';
import { assertExpressible } from './serialise.ts';

/**
 * Serialises a JSON body.
 *
 * @throws TypeError when JSON would change a value silently: `NaN` and an invalid date become `null`, which
 * clears a field.
 */
export function toJsonBody(body: object, operation: string): string {
  let text;
  try {
    text = JSON.stringify(body);
  } catch {
    // Circular, or a bigint; the platform's message differs from one to the other.
  }
  assertArgument(text !== undefined, [operation, 'body'], 'a value that JSON can express');
  // A check of every value costs more than the serialisation; what JSON loses becomes `null`.
  if (text.includes('null')) assertAllExpressible(body, 'body', operation);
  return text;
}

function assertAllExpressible(value: unknown, name: string, operation: string): void {
  assertExpressible(value, [operation, name]);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) assertAllExpressible(item, `${name}.${key}`, operation);
}
