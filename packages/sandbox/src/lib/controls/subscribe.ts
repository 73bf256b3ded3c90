import { addSubscription } from '../api/webhooks/webhook-routes.ts';
import { organizationOf } from './organization-of.ts';
import type { World } from '../seed/create-world.ts';

/** What `sandbox.subscribe` asks for. */
export interface SubscribeOptions {
  /** Where deliveries go. */
  url: string;
  /** Which events. Default: everything that the sandbox tells of. */
  events?: readonly { object_type: string; action: string }[];
  /** The organization. Default: the first one. */
  organizationId?: string;
}

/** A webhook subscription that was made without a request. */
export interface SandboxSubscription {
  /** Such as `whsub_…`. */
  readonly id: string;
  /** The key that deliveries are signed with, in hex. */
  readonly signatureKey: string;
}

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
