import { addSubscription } from '../api/webhooks/webhook-routes.ts';
import { organizationOf } from './organization-of.ts';
import type { World } from '../seed/create-world.ts';

/** The options of `sandbox.subscribe`. */
export interface SubscribeOptions {
  /** The absolute URL that deliveries are sent to. */
  url: string;
  /** The events to deliver. Default: every event of the sandbox. */
  events?: readonly { object_type: string; action: string }[];
  /** The organization. Default: the first one. */
  organizationId?: string;
}

/** A webhook subscription that was created without a request. */
export interface SandboxSubscription {
  /** The id, such as `whsub_…`. */
  readonly id: string;
  /** The key that signs the deliveries, in hex. */
  readonly signatureKey: string;
}

/** Creates a webhook subscription without a request. */
export function subscribe(
  world: World,
  now: number,
  { organizationId, url, events }: SubscribeOptions,
): SandboxSubscription {
  const data = organizationOf(world, 'sandbox.subscribe', organizationId);
  if (!URL.canParse(url)) throw new TypeError('sandbox.subscribe: `url` must be an absolute URL.');
  const call = { data, now, user: world.user, body: {} };
  return addSubscription(call, { url, ...(events !== undefined && { events }) });
}
