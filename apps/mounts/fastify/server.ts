// #region mount
import { toNodeListener } from '@closekit/server/node';
import fastify from 'fastify';
import { handler } from './close.ts';

const app = fastify();
const listener = toNodeListener(handler);
// In a scope of its own: the other routes keep their parsers.
app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.all('/api/close/*', (request, reply) => {
    reply.hijack();
    listener(request.raw, reply.raw);
  });
});
// #endregion mount
app.post('/notes', (request) => request.body);

await app.listen({ port: Number(process.env['PORT'] ?? 3000) });
