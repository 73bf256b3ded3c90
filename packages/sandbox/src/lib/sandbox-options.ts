import { apiRoutes } from './api/api-routes.ts';
import { isRecord } from './base/is-record.ts';
import { demoClient } from './authorization-server/oauth-client.ts';
import type { SandboxClient } from './authorization-server/oauth-client.ts';
import { isRateLimit } from './base/rate-limits.ts';
import type { SandboxRateLimit } from './base/rate-limits.ts';
import type { SendWebhook, SandboxRedelivery } from './api/webhooks/redelivery.ts';
import { mostLeads } from './seed/place-code.ts';
import { fillRedelivery, isRedelivery } from './api/webhooks/redelivery.ts';
import { checksOf, defaultSwitches } from './base/switches.ts';
import type { OptionCheck, SandboxCeilings, SandboxConsistency, Switches } from './base/switches.ts';

/** The options of `createSandbox`. */
export interface SandboxOptions {
  /** The origin in `metadata`; the sandbox responds under every one. Default: `https://close.localhost`. */
  origin?: string;
  /** The origin of the storage host in links to uploads, files and exports. Default: that of the API. */
  storageOrigin?: string;
  /**
   * The seed of names, ids and all other data. The same seed creates the same data, with dates relative to
   * the current day. Default: 1.
   */
  seed?: number;
  /**
   * Number of leads in the first organization, at most 100,000,000. Records are created when they are needed,
   * so a large number costs time only where all of them are read. Default: 2000.
   */
  leads?: number;
  /** The registered app. Default: a demo app, redirected to `http://localhost:3000/api/close/callback`. */
  client?: SandboxClient;
  /** Lifetime of an access token, in milliseconds. Default: 3,600,000. */
  tokenLifetimeMs?: number;
  /**
   * The response to a refresh token that was already used: `revoke-grant` revokes the whole grant, `refuse`
   * only refuses the request. Close does not document its choice, so the default is the stricter one.
   * Default: `revoke-grant`.
   */
  reuse?: 'revoke-grant' | 'refuse';
  /** Whether the old access token stays valid after a refresh; at Close it does not. Default: `false`. */
  keepOldAccessToken?: boolean;
  /**
   * The rate limit per token and endpoint, or a list of limits for different endpoints. Requests over a limit
   * get 429. Default: `false`.
   */
  rateLimit?: SandboxRateLimit | readonly SandboxRateLimit[] | false;
  /**
   * Sends webhook deliveries, such as `(request) => handler(request)` or `fetch`. Without it they are only
   * logged in `deliveries` and nothing leaves the sandbox. Its errors are logged and do not fail the write.
   */
  sendWebhook?: SendWebhook;
  /**
   * Whether and how failed webhook deliveries are repeated; `true` as Close documents it: for 72 hours, at
   * intervals that grow to 20 minutes. Default: `false`.
   */
  redelivery?: boolean | SandboxRedelivery;
  /**
   * Which responses show the `signature_key` of a webhook subscription: `always`, or `created`: only the one
   * that creates it. The sources about Close differ. Default: `always`.
   */
  webhookKeys?: 'always' | 'created';
  /**
   * Whether requests are refused that use what the sandbox does not understand, such as an unknown search
   * field. The refusal names it and has the header `x-closekit-sandbox: not-understood`. With `false` it is
   * ignored. Default: `true`.
   */
  strict?: boolean;
  /**
   * When changes become visible: delays of lists, search and events, and other switches for behaviour of
   * Close that is not certain. Default: everything is visible at once.
   */
  consistency?: SandboxConsistency;
  /**
   * The largest page sizes, offsets and numbers of results. Smaller ones let tests reach them with little
   * data. Default: those of Close, as far as they are known.
   */
  ceilings?: SandboxCeilings;
  /**
   * The current time, in milliseconds since 1970. If set, delayed responses wait for `clock.advance`.
   * Default: `Date.now`.
   */
  now?: () => number;
}

export interface ParsedSandboxOptions extends Required<
  Omit<
    SandboxOptions,
    'now' | 'client' | 'rateLimit' | 'redelivery' | 'sendWebhook' | 'storageOrigin' | keyof Switches
  >
> {
  switches: Switches;
  rateLimits: readonly SandboxRateLimit[];
  redelivery: Required<SandboxRedelivery> | false;
  storageOrigin: string | undefined;
  client: Required<SandboxClient>;
  sendWebhook: SendWebhook | undefined;
  now: (() => number) | undefined;
}

/** Checks the options and fills in the defaults. */
export function parseSandboxOptions(options: SandboxOptions): ParsedSandboxOptions {
  const given: unknown = options;
  if (!isRecord(given)) fail('options', 'an object');
  const client = { ...demoClient, ...options.client };
  const parsed: ParsedSandboxOptions = {
    origin: options.origin ?? 'https://close.localhost',
    storageOrigin: options.storageOrigin,
    seed: options.seed ?? 1,
    leads: options.leads ?? 2000,
    client: { ...client, redirectUris: [...client.redirectUris] },
    tokenLifetimeMs: options.tokenLifetimeMs ?? 3_600_000,
    reuse: options.reuse ?? 'revoke-grant',
    keepOldAccessToken: options.keepOldAccessToken ?? false,
    rateLimits: [options.rateLimit || []].flat(),
    redelivery: fillRedelivery(options.redelivery ?? false),
    webhookKeys: options.webhookKeys ?? 'always',
    strict: options.strict ?? true,
    switches: fillSwitches(options),
    sendWebhook: options.sendWebhook,
    now: options.now,
  };
  for (const [option, isRight, wanted] of checkOptions(parsed)) if (!isRight) fail(option, wanted);
  return parsed;
}

function fillSwitches({ consistency = {}, ceilings = {} }: SandboxOptions): Switches {
  if (!isRecord(consistency)) fail('consistency', 'an object');
  if (!isRecord(ceilings)) fail('ceilings', 'an object');
  return {
    consistency: { ...defaultSwitches.consistency, ...consistency },
    ceilings: { ...defaultSwitches.ceilings, ...ceilings },
  };
}

function checkOptions({ origin, storageOrigin, client, ...rest }: ParsedSandboxOptions): OptionCheck[] {
  const { seed, leads } = rest;
  const isCount = Number.isSafeInteger(leads) && leads >= 0 && leads <= mostLeads;
  const isUris = client.redirectUris.length > 0 && client.redirectUris.every((uri) => URL.canParse(uri));
  const isLimits = rest.rateLimits.every(isRateLimit);
  const served = new Set(apiRoutes.map(({ method, path }) => `${method} ${path}`));
  const isServed = rest.rateLimits.flatMap((limit) => limit.endpoints ?? []).every((one) => served.has(one));
  const isRepeated = rest.redelivery === false || isRedelivery(rest.redelivery);
  const isStorage = storageOrigin === undefined || isOrigin(storageOrigin);
  return [
    ['origin', isOrigin(origin), 'an origin, such as https://close.localhost'],
    ['storageOrigin', isStorage, 'an origin, such as https://storage.localhost'],
    ['seed', Number.isSafeInteger(seed), 'a whole number'],
    ['leads', isCount, `a whole number from 0 to ${mostLeads}`],
    ['client.clientId', isText(client.clientId), 'a non-empty string'],
    ['client.clientSecret', isText(client.clientSecret), 'a non-empty string'],
    ['client.redirectUris', isUris, 'a non-empty array of absolute URLs'],
    ['tokenLifetimeMs', rest.tokenLifetimeMs > 0, 'a number greater than 0'],
    ['keepOldAccessToken', typeof rest.keepOldAccessToken === 'boolean', 'true or false'],
    ['reuse', ['revoke-grant', 'refuse'].includes(rest.reuse), "'revoke-grant' or 'refuse'"],
    ['rateLimit', isLimits, 'false, or have a `limit` and `windowMs` greater than 0'],
    ['rateLimit.endpoints', isServed, 'endpoints of the API, such as GET /lead/{id}/'],
    ['redelivery', isRepeated, 'true, false, or an object with positive numbers'],
    ['strict', typeof rest.strict === 'boolean', 'true or false'],
    ...checksOf(rest.switches),
    ['webhookKeys', ['always', 'created'].includes(rest.webhookKeys), "'always' or 'created'"],
    ['sendWebhook', isFunction(rest.sendWebhook), 'a function'],
    ['now', isFunction(rest.now), 'a function'],
  ];
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isFunction(value: unknown): boolean {
  return value === undefined || typeof value === 'function';
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function fail(option: string, wanted: string): never {
  throw new TypeError(`createSandbox: \`${option}\` must be ${wanted}.`);
}
