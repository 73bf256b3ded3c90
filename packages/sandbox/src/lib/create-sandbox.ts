import { createApi } from './api/create-api.ts';
import type { Caller } from './api/create-api.ts';
import { approve } from './controls/approve.ts';
import { createAuthorizationServer } from './authorization-server/create-authorization-server.ts';
import { createClock } from './base/clock.ts';
import { connect, identifyCaller, subscribe } from './controls/control-world.ts';
import { describeOrganizations, describeUser, describeUsers } from './controls/describe-world.ts';
import { createFaults } from './requests/faults.ts';
import { createRateLimiter } from './base/rate-limits.ts';
import type { Sandbox } from './sandbox.ts';
import { parseSandboxOptions } from './sandbox-options.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import { createWorld } from './seed/create-world.ts';
import type { World } from './seed/create-world.ts';
import { serveRequests } from './requests/serve-requests.ts';
import { createDeliveries } from './api/webhooks/create-deliveries.ts';

/**
 * Creates a local Close: authorization server, API and data in one function. Sandboxes share no state.
 *
 * @param options - All options are optional.
 * @returns The sandbox, ready to use.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const sandbox = createSandbox();
 * const { accessToken } = sandbox.connect();
 * const response = await sandbox.fetch('https://api.close.com/api/v1/me/', {
 *   headers: { authorization: `Bearer ${accessToken}` },
 * });
 * ```
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const settings = parseSandboxOptions(options);
  const { redelivery, sendWebhook: send, origin, webhookKeys, strict: isStrict, switches } = settings;
  const clock = createClock(settings.now);
  const faults = createFaults(clock);
  const limiter = createRateLimiter(settings.rateLimits, clock.now);
  const startedAt = clock.now();
  const newWorld = (): World => createWorld({ ...settings, ...switches.consistency, now: startedAt });
  let world = newWorld();

  const [user, organizations] = [describeUser(world.user), describeOrganizations(world)];
  const server = createAuthorizationServer(settings, { now: clock.now, user, organizations });
  const { apiKey, grants } = server;
  const identify = (authorization: string): Caller | undefined =>
    identifyCaller(authorization, server, world);
  const deliveries = createDeliveries({ send, clock, redelivery, ...switches });
  // Storage is where the request went, unless that is the real Close.
  const storageOrigin = ({ hostname, origin: requested }: URL): string =>
    settings.storageOrigin ?? (hostname.endsWith('.close.com') ? origin : requested);
  const inner = { identify, storageOrigin, clock, limiter, publish: deliveries.publish };
  const api = createApi({ ...inner, origin, webhookKeys, isStrict, switches });
  const files = { identify, storageOrigin, now: clock.now, organizations: () => world.organizations };
  const { serve, requests } = serveRequests({ server, api: api.handle, files }, faults);
  const advance = (ms: number): void => {
    clock.advance(ms);
    world.organizations.forEach(api.jobs.settle);
  };
  return {
    fetch: async (input, init) => serve(asRequest(input, init)),
    origin: settings.origin,
    metadata: server.metadata,
    client: server.client,
    apiKey,
    clock: { now: clock.now, advance },
    faults: { next: faults.next, clear: faults.clear },
    requests,
    deliveries: deliveries.log,
    delivered: deliveries.settled,
    redeliver: deliveries.redeliver,
    get organizations() {
      return describeOrganizations(world);
    },
    get users() {
      return describeUsers(world);
    },
    connect: (choice = {}) => connect(server, world, choice.organizationId),
    approve: (url, decision = {}) => approve(serve, url, decision),
    expireAccessTokens: () => grants.expireAccessTokens(),
    revokeConnections: () => grants.revokeAll(),
    activeGrants: () => grants.size,
    isRefreshTokenAlive: (token) => grants.isRefreshTokenAlive(token),
    subscribe: (choice) => subscribe(world, clock.now(), choice),
    reset: () => {
      world = newWorld();
      for (const part of [server, faults, limiter, deliveries, api.jobs]) part.clear();
      clock.reset();
      requests.length = 0;
    },
  };
}

/** Passes a request without `init` through: `new Request` refuses the request objects of some servers. */
function asRequest(input: Request | URL | string, init?: RequestInit): Request {
  const isRequest = typeof input === 'object' && 'headers' in input;
  return isRequest && init === undefined ? input : new Request(input, init);
}
