/** A browser as far as the apps can see it: its cookies, and the headers that it adds. */

/**
 * Creates a browser without cookies.
 *
 * @param {string} origin - The origin of the app.
 * @returns {object} `call` acts as a script of the app's page, `visit` as the address bar, `cookies` lists the cookies.
 */
export function createBrowser(origin) {
  const cookies = new Map();

  async function send(path, init) {
    const headers = { ...init.headers };
    if (cookies.size > 0) headers.cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    // A request that is never answered is a failure, too.
    const limits = { redirect: 'manual', signal: AbortSignal.timeout(60_000) };
    const response = await fetch(new URL(path, origin), { ...limits, ...init, headers });
    for (const line of response.headers.getSetCookie()) store(cookies, line);
    return response;
  }

  return {
    cookies: () => [...cookies].map(([name, value]) => ({ name, value, url: origin })),
    call(path, { method = 'GET', headers, ...init } = {}) {
      const own = { 'x-closekit': '1', 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' };
      const sender = method === 'GET' ? {} : { origin };
      return send(path, { ...init, method, headers: { ...own, ...sender, ...headers } });
    },
    visit(path, headers) {
      const own = { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
      return send(path, { headers: { ...own, ...headers } });
    },
  };
}

function store(cookies, line) {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
  const isCleared = /;\s*max-age=0(?:;|$)/i.test(line);
  if (isCleared) cookies.delete(name);
  else cookies.set(name, value);
}
