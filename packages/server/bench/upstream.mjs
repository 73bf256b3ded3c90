/** Plays Close in a process of its own: a token endpoint, and 2.4 kB of JSON for every API call. */
import { createServer } from 'node:http';

const lead = { id: 'lead_1', display_name: 'Analytical Engines', status_label: 'Potential', contacts: [] };
const page = Buffer.from(
  JSON.stringify({ has_more: false, data: Array.from({ length: 22 }, () => lead) }).padEnd(2400),
);
const tokens = Buffer.from(
  JSON.stringify({
    token_type: 'Bearer',
    access_token: 'a'.repeat(40),
    refresh_token: 'r'.repeat(40),
    expires_in: 6 * 3600,
    organization_id: 'orga_1',
    user_id: 'user_1',
    scope: 'all.full_access offline_access',
  }),
);

let calls = 0;

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume();
  if (request.url === '/count') {
    response.end(String(calls));
    return;
  }
  const isTokens = request.url === '/oauth2/token/';
  if (!isTokens) calls += 1;
  const body = isTokens ? tokens : page;
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    ratelimit: 'limit=100, remaining=99, reset=1',
    server: 'upstream',
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
