import { defaultRefusals } from '../protocol/token-refusal.ts';
import type { ServerProfile, ServerProfileName } from './server-profile.ts';

// Close documents that a refresh replaces the refresh token and revokes the old one, and nothing else.
const close: ServerProfile = {
  reuse: 'unknown',
  retryWindowMs: 0,
  oldAccessTokenSurvives: 'unknown',
  loginsAreIndependent: 'unknown',
  refusals: defaultRefusals,
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
  const { retryWindowMs, refusals } = profile;
  if (!Number.isFinite(retryWindowMs) || retryWindowMs < 0) {
    throw new TypeError('createCloseOAuth: `serverProfile.retryWindowMs` must be a number, 0 or more.');
  }
  if (!Array.isArray(refusals) || !refusals.every(isRefusal)) {
    throw new TypeError(
      'createCloseOAuth: `serverProfile.refusals` must be a list of `{ status, error }`: an HTTP status from 400 to 599 and printable text.',
    );
  }
  return profile;
}

function isRefusal(value: unknown): boolean {
  const { status, error }: { status?: unknown; error?: unknown } = Object(value);
  const isFailure = Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599;
  return isFailure && typeof error === 'string' && /^\P{C}+$/u.test(error);
}
