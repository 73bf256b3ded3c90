/** The members of a body that a row does not hold as written. */
export function differingMembers(written: unknown, row: unknown): string[] {
  if (!isRecord(written) || !isRecord(row)) return [];
  return Object.keys(written).filter((name) => !isKept(written[name], row[name]));
}

/** Objects may have more members than were written, and moments another form. */
function isKept(written: unknown, stored: unknown): boolean {
  if (Array.isArray(written)) {
    return (
      Array.isArray(stored) &&
      stored.length === written.length &&
      written.every((item, index) => isKept(item, stored[index]))
    );
  }
  if (isRecord(written)) {
    return isRecord(stored) && Object.keys(written).every((name) => isKept(written[name], stored[name]));
  }
  if (typeof written === 'string' && /^\d{4}-\d\d-\d\d/.test(written)) {
    return Date.parse(written) === Date.parse(String(stored));
  }
  return written === stored;
}

/** Whether a value is an object with members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
