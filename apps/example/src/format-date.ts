const day = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'short', day: 'numeric' });
const plainDay = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});

/** A day for reading. Close sends plain dates (no time zone) and moments; a moment without an offset is UTC. */
export function formatDate(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return plainDay.format(new Date(text));
  const moment = new Date(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(moment.getTime()) ? text : day.format(moment);
}
