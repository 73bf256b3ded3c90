// #region mount
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { handler } from './close.ts';

const app = new Hono();
// Not `app.mount`, which would strip the path.
app.all('/api/close/*', (context) => handler(context.req.raw));
// #endregion mount
serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) });
