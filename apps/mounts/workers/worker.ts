// #region mount
import { handler } from './close.ts';

export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/api/close/')) return handler(request);
    return new Response('Not found', { status: 404 });
  },
} satisfies ExportedHandler;
// #endregion mount
