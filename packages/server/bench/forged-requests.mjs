/** One forged request of each kind. None may reach Close: a proxy without its checks would be easy to make fast. */
const ownHeaders = (cookie) => ({ cookie, 'x-closekit': '1', 'sec-fetch-site': 'same-origin' });

const forgeries = {
  'without the static header': ({ cookie }) => ({ headers: { cookie } }),
  'from another origin': ({ cookie }) => ({
    headers: { ...ownHeaders(cookie), origin: 'https://evil.example' },
  }),
  'from a sibling site': ({ cookie }) => ({
    headers: { ...ownHeaders(cookie), 'sec-fetch-site': 'same-site' },
  }),
  'without a session': () => ({ headers: ownHeaders('theme=dark') }),
  'with a guessed session': () => ({ headers: ownHeaders(`closekit=${'A'.repeat(43)}`) }),
  'for another organization': ({ cookie }) => ({
    headers: { ...ownHeaders(cookie), 'x-closekit-organization': 'orga_2' },
  }),
  'with another method': ({ cookie }) => ({ method: 'PATCH', headers: ownHeaders(cookie) }),
  'outside of the API': ({ cookie }) => ({ path: '/api/close/api/v2/me/', headers: ownHeaders(cookie) }),
  'with an escaped slash': ({ cookie }) => ({
    path: '/api/close/api/v1/lead%2f..%2fme/',
    headers: ownHeaders(cookie),
  }),
  'with a body over the limit': ({ cookie }) => ({
    method: 'POST',
    headers: ownHeaders(cookie),
    body: Buffer.alloc(11 * 1024 * 1024),
  }),
};

/**
 * Sends every forgery to a subject.
 *
 * @throws Error that names the forgery that Close saw or that was answered as a success.
 */
export async function assertForgeriesFail({ name, pool, cookie, countCalls }) {
  for (const [kind, forge] of Object.entries(forgeries)) {
    const before = await countCalls();
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: '/api/close/api/v1/lead/',
      ...forge({ cookie }),
    });
    await body.dump();
    const reached = (await countCalls()) - before;
    if (statusCode < 400 || statusCode >= 500 || reached > 0) {
      throw new Error(`${name} let a request ${kind} pass: status ${statusCode}, ${reached} calls of Close.`);
    }
  }
}
