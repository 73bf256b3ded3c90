/** The members of a JSON object that a server sent. */
export type ReplyBody = Readonly<Record<string, unknown>>;

/**
 * Reads a body as a JSON object.
 *
 * @param text - The body.
 * @returns Its members, or undefined when it is not a JSON object.
 */
export function parseReplyBody(text: string): ReplyBody | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the members that arrived whole out of JSON that was cut off. The server has rotated by then, so a
 * refresh token in there is the only one that still works.
 *
 * @param text - The beginning of a JSON object.
 * @returns The members found, or undefined when the refresh token is not among them.
 */
export function parseCutOffBody(text: string): ReplyBody | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  const members: Record<string, unknown> = {};
  for (const [, member] of text.matchAll(/("\w+"\s*:\s*(?:"(?:[^"\\]|\\.)*"|\d+(?=\s*,)))/g)) {
    Object.assign(members, parseReplyBody(`{${member}}`));
  }
  return typeof members.refresh_token === 'string' ? members : undefined;
}

/**
 * @param value - A member of a reply.
 * @returns The value when it is a string with something in it.
 */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is ReplyBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
