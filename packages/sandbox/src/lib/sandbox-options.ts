import { isRecord } from './base/is-record.ts';
import { demoClient } from './authorization-server/oauth-client.ts';
import type { SandboxClient } from './authorization-server/oauth-client.ts';
import type { SandboxRateLimit } from './base/rate-limits.ts';
import type { SendWebhook } from './api/webhooks/create-deliveries.ts';

/** How a sandbox behaves. */
export interface SandboxOptions {
  /**
   * The origin in `metadata`. The sandbox answers under any origin it is asked by.
   * @default 'https://close.localhost'
   */
  origin?: string;
  /**
   * The number that decides names, ids and everything else in the data.
   * @default 1
   */
  seed?: number;
  /**
   * How many leads the first organization has.
   * @default 2000
   */
  leads?: number;
  /** The app that is registered. Default: a demo app that comes back to `http://localhost:3000/api/close/callback`. */
  client?: SandboxClient;
  /**
   * Lifetime of an access token, in milliseconds.
   * @default 3_600_000
   */
  tokenLifetimeMs?: number;
  /**
   * What a used refresh token does that comes back: `revoke-grant` ends the whole connection, `refuse` only refuses it.
   * Which one Close does is not documented, so the default is the one that forgives less.
   * @default 'revoke-grant'
   */
  reuse?: 'revoke-grant' | 'refuse';
  /**
   * Whether an access token outlives the refresh that replaces it. Close says that it does not.
   * @default false
   */
  keepOldAccessToken?: boolean;
  /**
   * Requests per window for each token and endpoint, told in the `RateLimit` header and held with 429.
   * @default false
   */
  rateLimit?: SandboxRateLimit | false;
  /**
   * Takes webhook deliveries where they should go, such as `(request) => handler(request)` or `fetch`. Without it they
   * are noted in `deliveries` and nothing leaves the sandbox. What it throws is noted too, and breaks no write.
   */
  sendWebhook?: SendWebhook;
  /**
   * The time, in milliseconds since 1970. A given time also holds back delayed answers until `clock.advance`.
   * @default Date.now
   */
  now?: () => number;
}

/** Options with nothing missing. */
export interface ParsedSandboxOptions extends Required<
  Omit<SandboxOptions, 'now' | 'client' | 'sendWebhook'>
> {
  client: Required<SandboxClient>;
  sendWebhook: SendWebhook | undefined;
  now: (() => number) | undefined;
}

/** Fills in defaults and refuses what cannot work. */
export function parseSandboxOptions(options: SandboxOptions): ParsedSandboxOptions {
  assertObject(options);
  const client = { ...demoClient, ...options.client };
  const parsed: ParsedSandboxOptions = {
    origin: options.origin ?? 'https://close.localhost',
    seed: options.seed ?? 1,
    leads: options.leads ?? 2000,
    client: { ...client, redirectUris: [...client.redirectUris] },
    tokenLifetimeMs: options.tokenLifetimeMs ?? 3_600_000,
    reuse: options.reuse ?? 'revoke-grant',
    keepOldAccessToken: options.keepOldAccessToken ?? false,
    rateLimit: options.rateLimit ?? false,
    sendWebhook: options.sendWebhook,
    now: options.now,
  };
  assertOptions(parsed);
  return parsed;
}

function assertOptions({ origin, seed, leads, client, ...rest }: ParsedSandboxOptions): void {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    fail('origin', 'an origin, such as https://close.localhost');
  if (!Number.isSafeInteger(seed)) fail('seed', 'a whole number');
  if (!isCount(leads)) fail('leads', 'a whole number of at least 0');
  for (const name of ['clientId', 'clientSecret'] as const) {
    if (typeof client[name] !== 'string' || client[name] === '') fail(`client.${name}`, 'a non-empty string');
  }
  if (client.redirectUris.length === 0 || !client.redirectUris.every((uri) => URL.canParse(uri))) {
    fail('client.redirectUris', 'a non-empty array of absolute URLs');
  }
  if (!(rest.tokenLifetimeMs > 0)) fail('tokenLifetimeMs', 'a number greater than 0');
  if (typeof rest.keepOldAccessToken !== 'boolean') fail('keepOldAccessToken', 'true or false');
  if (!['revoke-grant', 'refuse'].includes(rest.reuse)) fail('reuse', "'revoke-grant' or 'refuse'");
  if (rest.rateLimit !== false && !(rest.rateLimit.limit > 0 && rest.rateLimit.windowMs > 0)) {
    fail('rateLimit', 'false, or have a `limit` and `windowMs` greater than 0');
  }
  if (rest.sendWebhook !== undefined && typeof rest.sendWebhook !== 'function')
    fail('sendWebhook', 'a function');
  if (rest.now !== undefined && typeof rest.now !== 'function') fail('now', 'a function');
}

function assertObject(options: unknown): void {
  if (!isRecord(options)) fail('options', 'an object');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function fail(option: string, wanted: string): never {
  throw new TypeError(`createSandbox: \`${option}\` must be ${wanted}.`);
}
