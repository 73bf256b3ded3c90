import { connect } from 'node:net';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createCloseHandler } from '../src/index.ts';
import type { CloseHandler, CloseHandlerOptions } from '../src/index.ts';
import { toNodeListener } from '../src/node.ts';
import { createBrowser } from './browser.ts';
import { fakeCloseOAuth } from './fake-close-oauth.ts';
import { me } from './set-up-handler.ts';
import { listen } from './through-node.ts';

/** A request as Close receives it. */
export interface ReceivedCall {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

export interface TwoDoors {
  readonly handler: CloseHandler;
  /** `name=value` of a live session. */
  readonly cookie: string;
  /** The same handler behind both doors. */
  readonly doors: Readonly<Record<'fetch' | 'node', URL>>;
  /** The calls that reached Close. */
  readonly received: ReceivedCall[];
}

export interface TwoDoorsOptions extends Partial<CloseHandlerOptions> {
  /** Plays Close, once the body has arrived. */
  readonly close?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Runs before the listener, as a middleware does. */
  readonly before?: RequestListener;
}

/** One handler and one session, behind both doors, with a server as Close. No part is a double of undici. */
export async function openTwoDoors(options: TwoDoorsOptions = {}): Promise<TwoDoors> {
  const { close = respondEmpty, before = () => undefined, ...handlerOptions } = options;
  const received: ReceivedCall[] = [];
  const upstream = await listen((request, response) => void receive(request, response, { received, close }));
  const oauth = fakeCloseOAuth();
  const effects = { oauth, origin: 'https://app.example', apiOrigin: upstream.origin };
  const handler = createCloseHandler({ ...effects, ...handlerOptions });
  const mount = (listener: RequestListener) =>
    listen((request, response) => {
      before(request, response);
      listener(request, response);
    });
  const doors = {
    // A function that wraps a handler goes through `fetch`, as every handler does without undici.
    fetch: await mount(toNodeListener((request) => handler(request))),
    node: await mount(toNodeListener(handler)),
  };
  const cookie = await signIn(handler);
  received.length = 0;
  return { handler, cookie, doors, received };
}

async function signIn(handler: CloseHandler): Promise<string> {
  const browser = createBrowser(handler);
  await browser.visit('/api/close/login');
  await browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
  return `__Host-closekit=${browser.cookies.get('__Host-closekit')?.value}`;
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { received, close }: { received: ReceivedCall[]; close: NonNullable<TwoDoorsOptions['close']> },
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method, url, headers } = request;
  received.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') });
  if (url?.endsWith('/me/') === true) response.end(JSON.stringify(me));
  else close(request, response);
}

function respondEmpty(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json').end('{}');
}

/** The lines of an allowed GET, to change one of them. */
export function callLines(cookie: string): string[] {
  return ['Host: app.example', `Cookie: ${cookie}`, 'X-CloseKit: 1', 'Sec-Fetch-Site: same-origin'];
}

/** Sends bytes over one connection, and returns everything until the server closes it. */
export function sendBytes(door: URL, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(door.port), door.hostname, () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** A request as bytes, after whose response the connection closes. */
export function toBytes(start: string, lines: readonly string[], body = ''): Buffer {
  return Buffer.from([`${start} HTTP/1.1`, ...lines, 'Connection: close', '', body].join('\r\n'), 'latin1');
}

/** The status and the code of a raw response. */
export function outcomeOf(raw: string): { status: number; code: string | undefined } {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(raw)?.[1]);
  return { status, code: /"code":"(\w+)"/.exec(raw)?.[1] };
}
