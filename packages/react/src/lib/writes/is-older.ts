import { textIn } from '../base/field-in.ts';

/**
 * Checks whether a response is older than the known entity: responses to concurrent writes arrive in any
 * order.
 *
 * @returns Whether the response is older; `false` if one of them has no `date_updated`.
 */
export function isOlder(response: unknown, known: unknown): boolean {
  const [written, knownSince] = [textIn(response, 'date_updated'), textIn(known, 'date_updated')];
  return written !== undefined && knownSince !== undefined && written < knownSince;
}
