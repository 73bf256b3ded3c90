import { assertArgument } from '../base/assert-argument.ts';

/**
 * Returns the header `x-tz-offset`, for the option `headers` of a client or a call: hours from UTC. Close
 * uses it for dates in queries, and for the date on which an opportunity was won when none is sent. The
 * offset is the one at this moment: a process that runs through a change of clocks passes it with each call.
 *
 * @param timeZone - Name of the time zone: `America/New_York`. Default: the zone of this machine.
 * @param at - The moment, in milliseconds since 1970. Default: now.
 * @returns The header: `{ 'x-tz-offset': '-5.0' }`.
 * @throws TypeError when there is no such time zone, or `at` is no time.
 * @example
 * const close = createCloseClient({ auth, headers: tzOffset('America/New_York') });
 */
export function tzOffset(timeZone?: string, at: number = Date.now()): Record<string, string> {
  const moment = new Date(at);
  assertArgument(!Number.isNaN(moment.getTime()), ['tzOffset', 'at'], 'a time in milliseconds');
  const minutes = timeZone === undefined ? -moment.getTimezoneOffset() : minutesIn(timeZone, moment);
  const hours = minutes / 60;
  return { 'x-tz-offset': Number.isInteger(hours) ? hours.toFixed(1) : String(hours) };
}

function minutesIn(timeZone: string, moment: Date): number {
  const parts = toFormat(timeZone).formatToParts(moment);
  // `GMT-05:00`, or `GMT` for UTC itself.
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d+):(\d+)/.exec(name) ?? [];
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -offset : offset;
}

function toFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    throw new TypeError("tzOffset: `timeZone` must be the name of a time zone, such as 'Europe/Berlin'.");
  }
}
