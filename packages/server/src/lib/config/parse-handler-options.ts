import { longestTimerMs } from '../base/longest-timer-ms.ts';
import { defaultSessionStore } from '../stores/default-store.ts';
import { toDeviceLabel } from '../base/device-label.ts';
import { watchUnknownSessions } from './watch-unknown-sessions.ts';
import { createReplacements } from '../stores/replacements.ts';
import { limitCalls } from '../stores/limit-calls.ts';
import { assertSessionStore } from '../stores/session-store.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { createScope } from './request-scope.ts';
import type { CloseHandlerOptions, ConnectedOAuth, HandlerConfig, WebhookRelay } from './handler-config.ts';

const dayMs = 86_400_000;

/**
 * Checks the options and adds the defaults.
 *
 * @throws TypeError that names the wrong option.
 */
export function parseHandlerOptions(options: CloseHandlerOptions): HandlerConfig {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createCloseHandler: `options` must be an object.');
  const { allow, rateLimit, onEvent, now = Date.now } = options;
  assertFunctions(options);
  const origin = parseOrigin('origin', options.origin);
  const basePath = parseBasePath(options.basePath ?? '/api/close');
  const mount = origin.origin + basePath;
  const sessions = parseSessions(options.sessions, mount);
  return {
    oauth: parseOAuth(options.oauth),
    origin: origin.origin,
    secure: origin.protocol === 'https:',
    basePath,
    sessions: limitCalls(sessions),
    apiOrigin: parseOrigin('apiOrigin', options.apiOrigin ?? 'https://api.close.com').origin,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    hasOwnFetch: options.fetch !== undefined,
    now,
    sessionLifetimeMs: parsePositive('sessionLifetimeMs', options.sessionLifetimeMs ?? 30 * dayMs),
    sessionIdleMs: parsePositive('sessionIdleMs', options.sessionIdleMs ?? 7 * dayMs),
    sessionsPerUser: parsePositive('sessionsPerUser', options.sessionsPerUser ?? 100),
    deviceOf: (request) => labelDevice(options, request),
    noteUnknownSession: watchUnknownSessions(sessions, now),
    timeoutMs: parsePositive('timeoutMs', options.timeoutMs ?? 30_000),
    maxBodyBytes: parsePositive('maxBodyBytes', options.maxBodyBytes ?? 10 * 1024 * 1024),
    bodyTimeoutMs: parseTimer('bodyTimeoutMs', options.bodyTimeoutMs ?? 30_000),
    tokens: parseFlag('tokens', options.tokens ?? false),
    live: parseRelay(options.webhooks)?.open({ now, mount }),
    replacements: createReplacements(now),
    allow,
    rateLimit,
    onEvent,
    ...createScope({ onEvent, now }, {}),
  };
}

/** A function of the app that throws must not change the response. */
function labelDevice({ device }: CloseHandlerOptions, request: Request): string {
  try {
    const label: unknown = device?.(request);
    // A promise that rejects would end the process.
    if (label instanceof Promise) label.catch(() => undefined);
    return typeof label === 'string' ? toDeviceLabel(label) : '';
  } catch {
    return '';
  }
}

function assertFunctions(options: CloseHandlerOptions): void {
  for (const name of ['fetch', 'now', 'allow', 'rateLimit', 'onEvent', 'device'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw new TypeError(`createCloseHandler: \`${name}\` must be a function.`);
    }
  }
}

function parseRelay(webhooks: WebhookRelay | undefined): WebhookRelay | undefined {
  if (webhooks === undefined || typeof webhooks?.open === 'function') return webhooks;
  throw new TypeError('createCloseHandler: `webhooks` must be the result of webhookRelay.');
}

function parseOAuth(oauth: ConnectedOAuth): ConnectedOAuth {
  const methods = [
    'startAuthorization',
    'readAuthorizationContext',
    'replaceAuthorizationContext',
    'finishAuthorization',
    'grant',
  ] as const;
  if (methods.every((method) => typeof oauth?.[method] === 'function')) return oauth;
  throw new TypeError('createCloseHandler: `oauth` must be the result of createCloseOAuth.');
}

function parseSessions(sessions: SessionStore | undefined, mount: string): SessionStore {
  if (sessions === undefined) return defaultSessionStore(mount);
  assertSessionStore(sessions, 'createCloseHandler', 'sessions');
  return sessions;
}

// `*.localhost` is left out: not every resolver keeps it on the machine.
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

function parseOrigin(option: string, value: string): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (value !== url.origin && value !== `${url.origin}/`)) {
    throw new TypeError(
      `createCloseHandler: \`${option}\` must be an origin such as https://app.example, without a path.`,
    );
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))) return url;
  throw new TypeError(
    `createCloseHandler: \`${option}\` must use https, except on localhost, 127.0.0.1 and [::1].`,
  );
}

function parseBasePath(value: string): string {
  const segment = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;
  if (typeof value === 'string' && segment.test(value)) return value;
  throw new TypeError(
    'createCloseHandler: `basePath` must be a path such as /api/close, without a trailing slash.',
  );
}

function parseFlag(option: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`createCloseHandler: \`${option}\` must be true or false.`);
}

function parseTimer(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0 && value <= longestTimerMs) return value;
  throw new TypeError(
    `createCloseHandler: \`${option}\` must be a positive integer up to ${longestTimerMs}.`,
  );
}

function parsePositive(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TypeError(`createCloseHandler: \`${option}\` must be a positive integer.`);
}
