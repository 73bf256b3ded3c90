import { isWellFormed } from '../base/is-well-formed.ts';
import { TokenSet } from '../base/token-set.ts';

/** The tokens of one grant, with secrets: a line of an import or of an export. */
export interface GrantTokens {
  /** The Close organization. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;
  /** The refresh token that was issued last. It must not be spent anywhere else. */
  readonly refreshToken: string;
  /** The access token of the same pair. Without it the first `get` refreshes. */
  readonly accessToken?: string | null | undefined;
  /** When the access token expires, in milliseconds since 1970. Without it the first `get` refreshes. */
  readonly expiresAt?: number | null | undefined;
  /** When the pair was issued, in milliseconds since 1970. Default: the time of the import. */
  readonly issuedAt?: number | null | undefined;
  /** The scopes granted, separated by spaces. */
  readonly scope?: string | null | undefined;
}

/** A line that was checked: its tokens, and when they were issued, if the line says so. */
export interface ImportLine {
  readonly tokens: TokenSet;
  readonly issuedAt: number | undefined;
}

// 1973 in milliseconds. A smaller number is a time in seconds.
const earliest = 1e11;

/**
 * Checks one line of an import.
 *
 * @returns The tokens, or what is wrong with the line. The text contains no values: they may be secrets.
 */
export function parseGrantTokens(line: unknown, now: number): ImportLine | string {
  const fields = typeof line === 'string' ? parseJson(line) : line;
  if (typeof fields !== 'object' || fields === null) return 'The line must be an object, or its JSON.';
  const problem = findProblem(fields);
  if (problem !== undefined) return problem;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `findProblem` has checked every member.
  const checked = fields as GrantTokens;
  const { organizationId, userId, refreshToken, accessToken, expiresAt, issuedAt, scope } = checked;
  const known = issuedAt ?? undefined;
  const tokens = new TokenSet({
    organizationId,
    userId,
    refreshToken,
    accessToken: accessToken ?? '',
    // An unknown expiry is over: the first `get` refreshes.
    expiresAt: (accessToken ? expiresAt : undefined) ?? known ?? now,
    issuedAt: known ?? now,
    scope: scope ?? '',
  });
  return { tokens, issuedAt: known };
}

function findProblem(fields: object): string | undefined {
  const read = (name: string): unknown => Reflect.get(fields, name) ?? undefined;
  for (const name of ['organizationId', 'userId', 'refreshToken']) {
    const value = read(name);
    if (typeof value !== 'string' || value === '') return `\`${name}\` must be a non-empty string.`;
    if (!isWellFormed(value)) return `\`${name}\` must be well-formed text, without lone surrogates.`;
  }
  for (const name of ['accessToken', 'scope']) {
    if (!['string', 'undefined'].includes(typeof read(name))) return `\`${name}\` must be a string.`;
  }
  for (const name of ['expiresAt', 'issuedAt']) {
    const value = read(name);
    if (value === undefined || (Number.isFinite(value) && Number(value) >= earliest)) continue;
    return `\`${name}\` must be a time in milliseconds since 1970.`;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
