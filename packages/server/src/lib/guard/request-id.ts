// A header that anyone can send ends up in logs: nothing that could be read as more than one word.
const safe = /^[\w.:-]{1,64}$/;

/** The id of a request: its `x-request-id` if that is safe to log, else a new one. */
export function requestIdOf(headers: { get(name: string): string | null }): string {
  const given = headers.get('x-request-id');
  return given !== null && safe.test(given) ? given : crypto.randomUUID();
}
