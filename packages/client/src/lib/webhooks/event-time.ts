/** The member of an event that {@link eventTime} reads. */
export interface TimedEvent {
  /** The time of the latest change in the event: UTC, without an offset. */
  readonly date_updated?: unknown;
}

/**
 * The time of the latest change in an event, as text that sorts by time. Close delivers in any order: store this
 * text with the object, in the same transaction, and apply an event only if its time is later.
 *
 * `new Date(event.date_updated)` would be wrong: Close sends UTC without an offset, which JavaScript reads as
 * local time.
 *
 * @param event - An event of a webhook delivery or of the Event Log.
 * @returns UTC with microseconds and without an offset, such as `2026-11-30T14:00:00.250000`; `undefined` when the
 * event has no such time.
 * @example
 * ```ts
 * const applied = eventTime(event) ?? '';
 * await sql`update leads set name = ${name}, applied = ${applied} where id = ${id} and applied < ${applied}`;
 * ```
 */
export function eventTime(event: TimedEvent): string | undefined {
  return utcText(event.date_updated);
}

/** A time in UTC, written by Close, in one form; `undefined` for any other value. */
export function utcText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, seconds, fraction = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)?$/.exec(value) ?? [];
  return seconds && `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}`;
}
