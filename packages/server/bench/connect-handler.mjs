/** Creates the handler with its default options, and signs one browser in. */
import { createCloseOAuth } from '@closekit/oauth';
import { createCloseHandler } from '../dist/index.js';

export async function connectHandler({ origin, upstream, store, sessions }) {
  const oauth = createCloseOAuth({
    clientId: 'id',
    clientSecret: 'secret',
    redirectUri: `${origin}/api/close/callback`,
    server: {
      issuer: upstream,
      authorization_endpoint: `${upstream}/oauth2/authorize/`,
      token_endpoint: `${upstream}/oauth2/token/`,
      revocation_endpoint: `${upstream}/oauth2/revoke/`,
    },
    ...(store && { store, keys: [{ id: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }] }),
  });
  const handler = createCloseHandler({ oauth, origin, apiOrigin: upstream, ...(sessions && { sessions }) });
  return { handler, cookie: await signIn(handler, origin) };
}

async function signIn(handler, origin) {
  const login = await handler(new Request(`${origin}/api/close/login`));
  const state = new URL(login.headers.get('location')).searchParams.get('state');
  const page = await handler(
    new Request(`${origin}/api/close/callback?code=c&state=${state}`, {
      headers: { cookie: pairs(login) },
    }),
  );
  const cookie = pairs(page)
    .split('; ')
    .find((pair) => pair.startsWith('closekit='));
  if (cookie === undefined)
    throw new Error(`The login failed: ${page.status} ${page.headers.get('location')}`);
  return cookie;
}

const pairs = (response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
