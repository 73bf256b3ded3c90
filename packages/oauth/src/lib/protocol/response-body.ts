/** The members of a JSON object. */
export type ResponseBody = Readonly<Record<string, unknown>>;

/** Parses a body; `undefined` when it is not a JSON object. */
export function parseResponseBody(text: string): ResponseBody | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Parses the complete members of a truncated JSON object; `undefined` when the refresh token is not among
 * them. The server has rotated already: this refresh token is the only one that works.
 */
export function parseCutOffBody(text: string): ResponseBody | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  const members: Record<string, unknown> = {};
  for (const [, member] of text.matchAll(/("\w+"\s*:\s*(?:"(?:[^"\\]|\\.)*"|\d+(?=\s*,)))/g)) {
    Object.assign(members, parseResponseBody(`{${member}}`));
  }
  return typeof members.refresh_token === 'string' ? members : undefined;
}

/** The value if it is a non-empty string. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is ResponseBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
