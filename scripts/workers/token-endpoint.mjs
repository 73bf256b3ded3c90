/** An authorization server for one Worker: its requests can be held, so that their clients leave at a known moment. */
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Starts the server on a loopback port.
 *
 * @returns The server: its counts, `holdNext`, and `close`.
 */
export async function startTokenEndpoint() {
  const counts = { refreshes: 0, reuses: 0, overlaps: 0, abandoned: 0 };
  const { current, issue } = createTokens(counts);
  // The refresh tokens of open requests.
  const open = new Set();
  let held;

  const http = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const origin = `http://127.0.0.1:${http.address().port}`;

  async function answer(request, response) {
    const form = new URLSearchParams((await request.toArray()).join(''));
    const token = form.get('refresh_token') ?? '';
    if (open.has(token) && token !== '') counts.overlaps += 1;
    open.add(token);
    const isAbandoned = await waitWhileHeld(request.url, response);
    open.delete(token);
    // The client has left before the tokens were replaced: the old one stays.
    if (isAbandoned) counts.abandoned += 1;
    else send(response, request.url.startsWith('/.well-known/') ? { body: metadata(origin) } : issue(form));
  }

  /** Resolves to whether the client left. */
  async function waitWhileHeld(url, response) {
    if (held === undefined || !url.startsWith(held.path)) return false;
    const { arrived, slowMs } = held;
    held = undefined;
    const left = once(response, 'close');
    arrived();
    if (slowMs === undefined) return left.then(() => true);
    return Promise.race([left.then(() => true), pause(slowMs).then(() => false)]);
  }

  return {
    origin,
    counts,
    /** The access token that is valid for a user. */
    accessToken: (user) => `${user}-access-${current.get(user)?.split('#')[1]}`,
    /** Holds the next request to a path until its client leaves, or for `slowMs`; resolves when it has arrived. */
    holdNext: (path, slowMs) =>
      new Promise((resolve) => {
        held = { path, slowMs, arrived: resolve };
      }),
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

/** The current refresh token of each user, and what replaces it. */
function createTokens(counts) {
  const current = new Map();

  function issue(form) {
    const refreshToken = form.get('refresh_token');
    const user = form.get('code') ?? refreshToken?.split('#')[0];
    if (refreshToken !== null) {
      if (refreshToken !== current.get(user)) {
        counts.reuses += 1;
        return { status: 400, body: { error: 'invalid_grant' } };
      }
      counts.refreshes += 1;
    }
    const serial = Number(current.get(user)?.split('#')[1] ?? 0) + 1;
    current.set(user, `${user}#${serial}`);
    const tenant = { organization_id: 'orga', user_id: user };
    const pair = { access_token: `${user}-access-${serial}`, refresh_token: `${user}#${serial}` };
    return { body: { ...pair, ...tenant, token_type: 'Bearer', expires_in: 3600 } };
  }

  return { current, issue };
}

function metadata(origin) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/revoke`,
    code_challenge_methods_supported: ['S256'],
  };
}

function send(response, { status = 200, body }) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
