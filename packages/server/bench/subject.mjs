/** The process of one subject: starts it, then reports its CPU time and memory on request. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { subjects } from './subjects.mjs';

process.on('message', async ({ name, upstream }) => {
  if (name === undefined) {
    const { user, system } = process.cpuUsage();
    process.send({ cpuUs: user + system, rss: process.memoryUsage.rss() });
    return;
  }
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const { listener, cookie = null } = await subjects[name]({ origin: `http://127.0.0.1:${port}`, upstream });
  server.on('request', listener);
  process.send({ port, cookie });
});
process.on('disconnect', () => process.exit());
