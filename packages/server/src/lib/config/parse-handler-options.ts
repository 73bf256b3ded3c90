import { longestTimerMs } from '../base/longest-timer-ms.ts';
import { parseWebhookOptions } from '../live/parse-webhook-options.ts';
import { memorySessionStore } from '../stores/memory.ts';
import { createReplacements } from '../stores/replacements.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { createScope } from './request-scope.ts';
import type { CloseHandlerOptions, ConnectedOAuth, HandlerConfig } from './handler-config.ts';

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
  return {
    oauth: parseOAuth(options.oauth),
    origin: origin.origin,
    secure: origin.protocol === 'https:',
    basePath: parseBasePath(options.basePath ?? '/api/close'),
    sessions: parseSessions(options.sessions),
    apiOrigin: parseOrigin('apiOrigin', options.apiOrigin ?? 'https://api.close.com').origin,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    now,
    sessionLifetimeMs: parsePositive('sessionLifetimeMs', options.sessionLifetimeMs ?? 30 * dayMs),
    sessionIdleMs: parsePositive('sessionIdleMs', options.sessionIdleMs ?? 7 * dayMs),
    timeoutMs: parsePositive('timeoutMs', options.timeoutMs ?? 30_000),
    maxBodyBytes: parsePositive('maxBodyBytes', options.maxBodyBytes ?? 10 * 1024 * 1024),
    bodyTimeoutMs: parseTimer('bodyTimeoutMs', options.bodyTimeoutMs ?? 30_000),
    tokens: parseFlag('tokens', options.tokens ?? false),
    live: options.webhooks === undefined ? undefined : parseWebhookOptions(options.webhooks, now),
    replacements: createReplacements(now),
    allow,
    rateLimit,
    onEvent,
    ...createScope({ onEvent, now }, {}),
  };
}

function assertFunctions(options: CloseHandlerOptions): void {
  for (const name of ['fetch', 'now', 'allow', 'rateLimit', 'onEvent'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw new TypeError(`createCloseHandler: \`${name}\` must be a function.`);
    }
  }
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

function parseSessions(sessions: SessionStore | undefined): SessionStore {
  if (sessions === undefined) return memorySessionStore();
  const methods = ['load', 'save', 'update', 'delete'] as const;
  if (methods.every((method) => typeof sessions?.[method] === 'function')) return sessions;
  throw new TypeError(
    'createCloseHandler: `sessions` must be a SessionStore with load, save, update and delete.',
  );
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
