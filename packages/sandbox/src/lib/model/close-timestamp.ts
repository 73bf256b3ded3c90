/** A day in milliseconds. */
export const dayMs = 86_400_000;

/** A moment as some resources write it: UTC, without saying so. */
export function withoutOffset(timestamp: string): string {
  return timestamp.replace('+00:00', '');
}

/** A moment as Close writes it: microseconds and a numeric offset. */
export function closeTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}000+00:00`;
}
