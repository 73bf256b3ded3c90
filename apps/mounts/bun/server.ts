// #region mount
import { handler } from './close.ts';

Bun.serve({
  port: process.env['PORT'] ?? 3000,
  idleTimeout: 60, // seconds; an event stream is silent for up to 20
  routes: { '/api/close/*': handler },
});
// #endregion mount
