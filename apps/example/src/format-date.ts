const day = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'short', day: 'numeric' });
const minute = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });
const plainDay = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});

/** Formats a day. Close sends plain dates (no time zone) and moments; a moment without an offset is UTC. */
export function formatDate(text: string): string {
  if (isPlainDay(text)) return plainDay.format(new Date(text));
  return formatWith(day, text);
}

/** Formats a moment, to the minute. */
export function formatMoment(text: string): string {
  return isPlainDay(text) ? formatDate(text) : formatWith(minute, text);
}

function formatWith(format: Intl.DateTimeFormat, text: string): string {
  const moment = new Date(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(moment.getTime()) ? text : format.format(moment);
}

function isPlainDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
