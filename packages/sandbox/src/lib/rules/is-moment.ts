const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const momentPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+ -]\d{2}:?\d{2})?)?$/i;

/** Tells whether text is a day of the calendar: `2026-02-28`. */
export function isDate(text: string): boolean {
  if (!datePattern.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Tells whether text is a moment as Close writes it. In a query the `+` of an offset may arrive as a space. */
export function isMoment(text: string): boolean {
  const [, day] = momentPattern.exec(text) ?? [];
  return day !== undefined && isDate(day);
}
