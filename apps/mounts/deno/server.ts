// #region mount
import { handler } from './close.ts';

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 3000) }, (request) => {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/api/close/')) return handler(request);
  return new Response('Not found', { status: 404 });
});
// #endregion mount
