/** How an authorization server treats refresh tokens, as far as that is known. */
export interface ServerProfile {
  /** What a refresh token that was used before brings: a refusal, or the end of every token of the grant. */
  readonly reuse: 'refuse' | 'revoke-grant' | 'unknown';
  /** How long after a rotation the old refresh token may be sent again, in milliseconds; 0 when not at all. */
  readonly retryWindowMs: number;
  /** Whether the old access token goes on working after a refresh. */
  readonly oldAccessTokenSurvives: boolean | 'unknown';
  /** Whether revoking the tokens of one login leaves those of a later login of the same user alone. */
  readonly loginsAreIndependent: boolean | 'unknown';
  /** The statuses with which an `invalid_grant` is a verdict; with any other it says nothing. */
  readonly refusalStatuses: readonly number[];
}

/** The servers whose ways have a name here. */
export type ServerProfileName = 'close' | 'refusing' | 'revoking' | 'retry-window';

// Close documents that a refresh replaces the refresh token and revokes the old one, and nothing further.
const close: ServerProfile = {
  reuse: 'unknown',
  retryWindowMs: 0,
  oldAccessTokenSurvives: 'unknown',
  loginsAreIndependent: 'unknown',
  refusalStatuses: [400, 401],
};

const profiles: Readonly<Record<ServerProfileName, ServerProfile>> = {
  close,
  refusing: { ...close, reuse: 'refuse' },
  revoking: { ...close, reuse: 'revoke-grant' },
  'retry-window': { ...close, reuse: 'refuse', retryWindowMs: 30_000 },
};

const choices = {
  reuse: ['refuse', 'revoke-grant', 'unknown'],
  oldAccessTokenSurvives: [true, false, 'unknown'],
  loginsAreIndependent: [true, false, 'unknown'],
} as const;

/**
 * @param option - A name, or what is known beyond Close's profile.
 * @returns The whole profile.
 * @throws TypeError that names the member that is wrong.
 */
export function parseServerProfile(
  option: ServerProfileName | Partial<ServerProfile> = 'close',
): ServerProfile {
  if (typeof option !== 'object' || option === null) {
    if (typeof option !== 'string' || !Object.hasOwn(profiles, option)) {
      const names = Object.keys(profiles).join(', ');
      throw new TypeError(`createCloseOAuth: \`serverProfile\` must be one of ${names}, or an object.`);
    }
    return profiles[option];
  }
  const profile: ServerProfile = { ...close, ...option };
  for (const [member, allowed] of Object.entries(choices)) {
    const value: unknown = Reflect.get(profile, member);
    if (!allowed.some((choice) => choice === value)) {
      throw new TypeError(
        `createCloseOAuth: \`serverProfile.${member}\` must be one of ${allowed.join(', ')}.`,
      );
    }
  }
  const { retryWindowMs, refusalStatuses } = profile;
  if (!Number.isFinite(retryWindowMs) || retryWindowMs < 0) {
    throw new TypeError('createCloseOAuth: `serverProfile.retryWindowMs` must be a number, 0 or more.');
  }
  if (!Array.isArray(refusalStatuses) || !refusalStatuses.every((status) => Number.isInteger(status))) {
    throw new TypeError('createCloseOAuth: `serverProfile.refusalStatuses` must be a list of HTTP statuses.');
  }
  return profile;
}

/**
 * Without its reply nobody owns the successor of a refresh token, so sending the token again can only save the
 * grant. Where that is known to end the old access token early, it waits until that token has ended anyway.
 *
 * @param profile - The server's ways.
 * @returns Whether a refresh without an answer is repeated while the old access token still works.
 */
export function repeatsAtOnce(profile: ServerProfile): boolean {
  return profile.reuse !== 'revoke-grant' || profile.retryWindowMs > 0;
}

/**
 * @param profile - The server's ways.
 * @returns How many times one flight sends a refresh token that gets no answer.
 */
export function sendLimit(profile: ServerProfile): number {
  return profile.retryWindowMs > 0 ? 4 : 2;
}
