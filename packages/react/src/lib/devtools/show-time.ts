/** Formats a time of day, such as `09:41:07`. */
export function showTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** Formats a duration in milliseconds: `48 ms`, `1.1 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`. */
export function showDuration(durationMs: number): string {
  const rounded = Math.round(durationMs);
  if (rounded < 1000) return `${rounded} ms`;
  if (rounded < 9950) return `${(rounded / 1000).toFixed(1)} s`;
  const seconds = Math.round(rounded / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor(minutes / 60) % 24} h`;
}
