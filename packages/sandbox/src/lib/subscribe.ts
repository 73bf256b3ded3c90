import { addSubscription } from './api/organization/webhook-routes.ts';
import type { SubscribeOptions, SandboxSubscription } from './sandbox.ts';
import { organizationOf } from './seed/organization-of.ts';
import type { World } from './seed/create-world.ts';

/** Makes a webhook subscription without a request. */
export function subscribe(
  world: World,
  now: number,
  { organizationId, url, events }: SubscribeOptions,
): SandboxSubscription {
  const data = organizationOf(world, 'sandbox.subscribe', organizationId);
  if (!URL.canParse(url)) throw new TypeError('sandbox.subscribe: `url` must be an absolute URL.');
  const wanted = { url, ...(events !== undefined && { events }) };
  const row = addSubscription({ data, userId: world.user.id, now }, wanted);
  return { id: row.id, signatureKey: row.signature_key };
}
