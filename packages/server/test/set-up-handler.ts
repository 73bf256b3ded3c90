import { createCloseHandler } from '../src/lib/create-close-handler.ts';
import type { ManagedCloseHandler } from '../src/lib/create-close-handler.ts';
import type { CloseHandlerError } from '../src/lib/base/errors.ts';
import type { CloseHandlerEvent } from '../src/lib/config/handler-event.ts';
import type { CloseHandlerOptions } from '../src/lib/config/handler-config.ts';
import { memorySessionStore } from '../src/lib/stores/memory.ts';
import type { WebhookOptions } from '../src/lib/live/parse-webhook-options.ts';
import { webhookRelay } from '../src/lib/webhook-relay.ts';
import { createBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { throughDoor } from './door.ts';
import { fakeCloseOAuth } from './fake-close-oauth.ts';

export const me = {
  first_name: 'Ada',
  last_name: 'Byron',
  email: 'ada@example.com',
  organizations: [
    { id: 'orga_0', name: 'Another' },
    { id: 'orga_1', name: 'Engines' },
  ],
};

export interface HandlerSetup {
  readonly handler: ManagedCloseHandler;
  readonly browser: Browser;
  readonly events: CloseHandlerEvent[];
  /** The errors of the events. */
  readonly errors: CloseHandlerError[];
  /** The URLs of the calls that reached Close, without the request for the names. */
  readonly reached: string[];
}

/** Plays Close: responds to every request except the one for the names. */
export type CloseAnswer = (url: string, init: RequestInit) => Promise<Response>;

export interface HandlerSetupOptions extends Partial<Omit<CloseHandlerOptions, 'webhooks'>> {
  readonly webhooks?: WebhookOptions;
  readonly answer?: CloseAnswer;
}

/** A handler without the vault and without Close, and a browser that has not signed in. */
export function setUp({ answer, webhooks, ...options }: HandlerSetupOptions = {}): HandlerSetup {
  const reached: string[] = [];
  const events: CloseHandlerEvent[] = [];
  const errors: CloseHandlerError[] = [];
  const upstream: typeof fetch = async (input, init = {}) => {
    const { url } = new Request(input);
    if (url.endsWith('/me/')) return Response.json(me);
    reached.push(url);
    return answer === undefined ? Response.json({}) : answer(url, init);
  };
  const own = createCloseHandler({
    oauth: fakeCloseOAuth(),
    origin: 'https://app.example',
    onEvent: (event) => {
      events.push(event);
      if ('error' in event) errors.push(event.error);
    },
    fetch: upstream,
    // Without it, all handlers of a test file share the store of their process.
    sessions: memorySessionStore(),
    ...(webhooks && { webhooks: webhookRelay(webhooks) }),
    ...options,
  });
  const handler = Object.assign(throughDoor(own, options.fetch ?? upstream), { sessions: own.sessions });
  return { handler, reached, events, errors, browser: createBrowser(handler) };
}

/** The same with the browser signed in. */
export async function signIn(options: HandlerSetupOptions = {}): Promise<HandlerSetup> {
  const all = setUp(options);
  await all.browser.visit('/api/close/login');
  await all.browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
  return all;
}

/** The status and the code of an error response. */
export async function codeOf(response: Promise<Response>): Promise<unknown> {
  const answer = await response;
  const body: unknown = await answer.json();
  return [answer.status, typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined];
}
