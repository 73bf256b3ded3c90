// #region api-key
import { apiKey, createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';

/** Next.js caches what has `revalidate`, so only reads have it. */
const cachedFetch: typeof fetch = (url, init) =>
  fetch(url, init?.method === 'GET' ? { ...init, next: { revalidate: 60, tags: ['close'] } } : init);

let created: CloseClient | undefined;

/** Created at the first request: `next build` loads this file without the key. */
function closeClient(): CloseClient {
  const { CLOSE_API_KEY = '', CLOSE_ORIGIN = 'https://api.close.com' } = process.env;
  const baseUrl = `${CLOSE_ORIGIN}/api/v1`;
  return (created ??= createCloseClient({ auth: apiKey(CLOSE_API_KEY), baseUrl, fetch: cachedFetch }));
}
// #endregion api-key

export async function GET() {
  return Response.json(await closeClient().leads.list({ _limit: 5, fields: ['id'] }));
}

export async function POST(request: Request) {
  const { name } = await request.json();
  return Response.json(await closeClient().leads.create({ name }));
}
