import { textIn } from '../base/field-in.ts';

/**
 * Tells whether an answer is from before what is known already: answers to writes that were under way together arrive in
 * any order.
 *
 * @param answer - What Close has answered.
 * @param known - The same entity as it is known.
 * @returns Whether the answer is older; false where one of them does not say when it was written.
 */
export function isOlder(answer: unknown, known: unknown): boolean {
  const [written, knownSince] = [textIn(answer, 'date_updated'), textIn(known, 'date_updated')];
  return written !== undefined && knownSince !== undefined && written < knownSince;
}
