import { enterNodeDoor } from './door.ts';

// Every test of routes and API calls, with the Node door between browser and handler.
enterNodeDoor();

await import('../src/lib/create-close-handler.test.ts');
await import('../src/lib/guard/assert-allowed.test.ts');
await import('../src/lib/guard/request-id.test.ts');
await import('../src/lib/guard/same-origin.test.ts');
await import('../src/lib/proxy/proxy.test.ts');
await import('../src/lib/routes/callback.test.ts');
await import('../src/lib/routes/disconnect.test.ts');
await import('../src/lib/routes/login.test.ts');
await import('../src/lib/routes/logout.test.ts');
await import('../src/lib/routes/session.test.ts');
await import('../src/lib/routes/webhook-delivery.test.ts');
await import('../src/lib/routes/webhook.test.ts');
await import('./advisories/bodies.test.ts');
await import('./advisories/cookies.test.ts');
await import('./advisories/cross-site.test.ts');
await import('./advisories/headers.test.ts');
await import('./advisories/live.test.ts');
await import('./advisories/login.test.ts');
await import('./advisories/paths.test.ts');
await import('./advisories/redirects.test.ts');
await import('./advisories/stores.test.ts');
await import('./browser-tokens.test.ts');
await import('./connect.test.ts');
await import('./disconnect.test.ts');
await import('./fuzz/raw-bytes.test.ts');
await import('./hostile/session-stores.test.ts');
await import('./hostile/token-stores.test.ts');
await import('./operator-events.test.ts');
await import('./organizations.test.ts');
await import('./proxied-calls.test.ts');
await import('./restart.test.ts');
await import('./switch-races.test.ts');
