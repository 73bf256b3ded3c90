import { parseNumber } from '../base/parse-number.ts';
import { rateResetMs } from './rate-value.ts';

/**
 * Reads the wait that the server asks for, in milliseconds; `undefined` when it asks for none. After a 429
 * with both `Retry-After` and a rate-limit reset, the later of the two counts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(response: Response, now: number): number | undefined {
  const asked = parseRetryAfter(response.headers, now);
  const reset = response.status === 429 ? rateResetMs(response.headers) : undefined;
  // `Retry-After` may be the reset rounded up to a whole second.
  if (asked === undefined || reset === undefined || asked - reset < 1000) return reset ?? asked;
  return asked;
}

function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after') ?? '';
  const seconds = parseNumber(value);
  if (seconds !== undefined) return Math.ceil(seconds * 1000);
  // Platforms read numbers as dates, too; a date of HTTP names its month.
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  // Relative to the server's own clock, where it is known: ours may be minutes off.
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, date - (Number.isNaN(serverNow) ? now : serverNow));
}
