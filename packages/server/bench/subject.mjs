/** The process of one subject: starts it, then reports its CPU time and memory on request. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { subjects } from './subjects.mjs';

process.on('disconnect', () => process.exit());

const [order] = await once(process, 'message');
await start(order);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuUs: user + system, rss: process.memoryUsage.rss() });
});

async function start({ name, upstream }) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const { listener, cookie = null } = await subjects[name]({ origin: `http://127.0.0.1:${port}`, upstream });
  server.on('request', listener);
  process.send({ port, cookie });
}
