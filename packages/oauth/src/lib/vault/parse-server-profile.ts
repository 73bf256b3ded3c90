import type { ServerProfile, ServerProfileName } from './server-profile.ts';

// Close documents that a refresh replaces the refresh token and revokes the old one, and nothing else.
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
 * Completes the option `serverProfile` with the profile of Close.
 *
 * @throws TypeError that names the wrong member.
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
