export const dayMs = 86_400_000;

export function withoutOffset(timestamp: string): string {
  return timestamp.replace('+00:00', '');
}

/** Formats a time as Close does, with microseconds and a numeric offset. */
export function closeTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}000+00:00`;
}
