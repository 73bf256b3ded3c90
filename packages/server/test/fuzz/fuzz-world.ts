import { createHash, createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { vi } from 'vitest';
import { memorySessionStore, webhookRelay } from '../../src/index.ts';
import type { SessionStore } from '../../src/index.ts';
import { cookieHeader } from '../browser.ts';
import { connectSandbox, origin, signIn } from '../connect-sandbox.ts';
import type { World } from '../connect-sandbox.ts';
import { signatureKey } from '../sign-delivery.ts';
import { buildRequest } from './hostile-requests.ts';
import type { HostileRequest } from './hostile-requests.ts';

/** An app with a signed-in attacker, a login that the attacker has begun, and the session of another user. */
export interface FuzzWorld {
  readonly world: World;
  /** The number of stored sessions, and of what leads to them. */
  countSessions(): Promise<number>;
  /** Whether the attacker's session still exists. */
  isSignedIn(): Promise<boolean>;
  /** Sends a request and returns every fault of its response and its events. */
  attack(hostile: HostileRequest): Promise<string[]>;
  /** Every fault in a text: a secret, or data of the other session. */
  secretsIn(text: string, options?: { readonly isToken?: boolean }): string[];
}

const victim = { id: 'v'.repeat(43), marker: 'victim-marker' };
const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/** A session that no request of the attacker names. */
const victimRecord = {
  organizationId: `orga_${victim.marker}`,
  userId: `user_${victim.marker}`,
  profile: {
    user: { id: `user_${victim.marker}`, name: victim.marker, email: `${victim.marker}@example.com` },
    organization: { id: `orga_${victim.marker}`, name: victim.marker },
  },
  otherOrganizations: [],
  device: '',
  createdAt: 0,
  lastSeenAt: 0,
  expiresAt: Number.MAX_SAFE_INTEGER,
};

export async function openFuzzWorld(): Promise<FuzzWorld> {
  const { sessions, count } = recordKeys(memorySessionStore());
  const hooks = { allow: () => undefined, rateLimit: () => undefined };
  const limits = { maxBodyBytes: 2000, tokens: true };
  const world = connectSandbox({ sessions, webhooks: webhookRelay({ signatureKey }), ...limits, ...hooks });
  await signIn(world);
  const own = world.browser.cookies.get('__Host-closekit')?.value ?? '';
  await sessions.save(digest(victim.id), victimRecord);
  const session = cookieHeader(world.browser.cookies, false);
  await world.browser.visit('/api/close/login');
  const flows = cookieHeader(world.browser.cookies, true);
  const accessToken = await tokenOf(world);
  const secrets = () => [
    ...world.secrets,
    Buffer.alloc(32, 7).toString('base64url'),
    signatureKey,
    own,
    digest(own),
    victim.id,
    digest(victim.id),
    victim.marker,
  ];
  const secretsIn: FuzzWorld['secretsIn'] = (text, { isToken = false } = {}) =>
    secrets()
      .filter((secret) => text.includes(secret) && !(isToken && secret === accessToken))
      .map((secret) => `shows ${secret}`);

  const isSignedIn = async () => (await sessions.load(digest(own))) !== undefined;

  async function attack(hostile: HostileRequest): Promise<string[]> {
    const request = buildRequest(hostile, {
      session,
      flows,
      sign: (body) => sign(body, world.sandbox.clock.now()),
    });
    const before = world.events.length;
    const errorsBefore = world.errors.length;
    const response = await settle(world.handler(request));
    const text = await settle(readBounded(response));
    const isToken = URL.canParse(request.url) && new URL(request.url).pathname === '/api/close/token';
    const events = world.events.slice(before).map((event) => inspect(event, { depth: 10, showHidden: true }));
    const unexpected = world.errors.slice(errorsBefore).filter(({ code }) => code === 'internal');
    return [
      ...faultsOf(response, text, [origin, new URL(world.sandbox.metadata.authorization_endpoint).origin]),
      ...secretsIn(`${JSON.stringify([...response.headers])}\n${text}`, { isToken }),
      ...secretsIn(events.join('\n')).map((fault) => `an event ${fault}`),
      ...unexpected.map((error) => inspect(error)),
    ];
  }

  return { world, countSessions: count, isSignedIn, attack, secretsIn };
}

async function tokenOf(world: World): Promise<string> {
  const response = await world.browser.call('/api/close/token', { method: 'POST' });
  const body: unknown = await response.json();
  const token = Object.fromEntries(Object.entries(body ?? {}))['token'];
  if (typeof token !== 'string') throw new Error('There is no token.');
  return token;
}

/** A store that knows every key it has saved. */
function recordKeys(store: SessionStore): { sessions: SessionStore; count: () => Promise<number> } {
  const keys = new Set<string>();
  const save: SessionStore['save'] = async (key, record) => {
    keys.add(key);
    await store.save(key, record);
  };
  const count = async () => {
    const records = await Promise.all([...keys].map((key) => store.load(key)));
    return records.filter((record) => record !== undefined).length;
  };
  return { sessions: { ...store, save }, count };
}

function sign(body: Uint8Array, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const hash = createHmac('sha256', Buffer.from(signatureKey, 'hex'))
    .update(timestamp)
    .update(body)
    .digest('hex');
  return { 'close-sig-hash': hash, 'close-sig-timestamp': timestamp };
}

/** Waits for work in a time that passes as fast as the event loop turns. */
async function settle<Result>(work: Promise<Result>): Promise<Result> {
  const state = { isPending: true };
  const done = work.finally(() => (state.isPending = false));
  done.catch(() => undefined);
  while (state.isPending) {
    await new Promise((resolve) => void setImmediate(resolve));
    if (state.isPending) await vi.advanceTimersByTimeAsync(500);
  }
  return done;
}

/** The text of a response; of an event stream only the beginning, after which the browser leaves. */
async function readBounded(response: Response): Promise<string> {
  if (response.headers.get('content-type') !== 'text/event-stream') return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

const ownCookie =
  /^__Host-closekit(?:-flow-[\w-]{16})?=[\w.-]*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=(?:Lax|Strict); Secure$/;

/** The faults of a response that do not depend on what it shows. */
function faultsOf(response: Response, text: string, origins: readonly string[]): string[] {
  const { status, headers } = response;
  const isOfClose = headers.get('content-security-policy')?.includes('sandbox') === true;
  const location = headers.get('location') ?? origin;
  const faults = {
    'a failure without a code': status >= 400 && !isOfClose && !/"code":"[a-z_]+"\}$/.test(text),
    'an unexpected failure': !isOfClose && (status === 500 || text.includes('"code":"internal"')),
    'a response that caches may store': headers.get('cache-control')?.includes('no-store') !== true,
    'an unsafe request id': !/^[\w.:-]{1,64}$/.test(headers.get('x-request-id') ?? ''),
    'a redirect elsewhere': !origins.includes(new URL(location).origin),
    'a cookie with other attributes': !headers.getSetCookie().every((cookie) => ownCookie.test(cookie)),
    'a readable response': [...headers.keys()].some((name) => name.startsWith('access-control')),
  };
  return Object.entries(faults).flatMap(([fault, isFound]) =>
    isFound ? [`${fault}: ${status} ${text.slice(0, 200)}`] : [],
  );
}
