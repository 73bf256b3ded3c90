import type { CloseConnection } from '../connection/open-connection.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { callOperation } from '../operations/call-operation.ts';
import { parseSubscriptionOptions } from './parse-subscription-options.ts';
import type { EnsureSubscriptionOptions, WantedSubscription } from './parse-subscription-options.ts';
import { listSubscriptions, parseSubscription, requireKey, toKnown } from './subscription.ts';
import type { KnownSubscription } from './subscription.ts';
import { chooseKept, findChanges, findObsolete } from './subscription-plan.ts';

/** The result of {@link ensureSubscription}. */
export interface EnsuredSubscription {
  /** The id of the subscription that is now active. */
  readonly id: string;
  /** What was changed: `reactivated` if it was paused, `updated` if its events or settings differed. */
  readonly change: 'none' | 'created' | 'reactivated' | 'updated';
  /** The ids of the subscriptions of the same URL that were deleted. Keep their keys for deliveries in flight. */
  readonly deleted: readonly string[];
}

/**
 * Makes sure that Close delivers events to a URL: creates the subscription, reactivates a paused one, changes its
 * events, or replaces it when its key is lost or too old. Call it whenever the app starts; when everything is as
 * wanted, it sends one request. It covers the organization of `close`, which must be a client on the server with
 * rights to manage webhooks.
 *
 * Replacing means: create a new subscription, store its key, then delete the old one. Both keys stay valid, each for
 * its own subscription. A subscription without a known key is deleted once it is ten minutes old: it may have just
 * been created by another process that has not stored its key yet. When two processes create one each in the same
 * moment, the newer remains; the other is deleted now or by the next call, and {@link handleOnce} drops what
 * both deliver.
 *
 * What Close could not deliver through a deleted subscription, or while one was paused, is not delivered again; the
 * Event Log keeps it for 30 days.
 *
 * @param close - The client or connection.
 * @param options - The URL, the events and where the keys are stored.
 * @returns The subscription, and what was changed.
 * @throws CloseApiError when a call fails; also `decode` when Close's answer contains no subscription or no key. The
 * next call of this function completes what this one has begun.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const events = [{ object_type: 'lead', action: 'updated' }] as const;
 * await ensureSubscription(close, { url: 'https://app.example/close-webhook', events, keys });
 * ```
 * @see https://developer.close.com/resources/webhook-subscriptions/
 */
export async function ensureSubscription(
  close: CloseConnection,
  options: EnsureSubscriptionOptions,
): Promise<EnsuredSubscription> {
  const wanted = parseSubscriptionOptions(options);
  let own = await listOwn(close, wanted);
  let kept = chooseKept(own, wanted);
  let created: KnownSubscription | undefined;
  if (kept === undefined) {
    created = await create(close, wanted);
    // Another process may have created one in the same moment. Close's list may be late.
    own = [...(await listOwn(close, wanted)).filter(({ id }) => id !== created?.id), created];
    kept = chooseKept(own, wanted) ?? created;
  }
  const change = await align(close, kept, wanted);
  const deleted: string[] = [];
  for (const { id } of findObsolete(own, kept, wanted)) if (await remove(close, id)) deleted.push(id);
  return { id: kept.id, change: kept === created ? 'created' : change, deleted };
}

/** The subscriptions of the URL. A key that Close shows, and that is not stored yet, is stored. */
async function listOwn(close: CloseConnection, wanted: WantedSubscription): Promise<KnownSubscription[]> {
  const all = listSubscriptions(await callOperation(close, 'webhooks_list /webhook/ GET', []));
  const own = all.filter(({ url }) => url === wanted.url);
  return Promise.all(own.map((subscription) => toKnown(subscription, wanted.keys)));
}

async function create(
  close: CloseConnection,
  { url, events, verifySsl, keys }: WantedSubscription,
): Promise<KnownSubscription> {
  const body = { url, events, verify_ssl: verifySsl };
  const created = parseSubscription(await callOperation(close, 'webhooks_create /webhook/ POST', [body]));
  try {
    await keys.save({ id: created.id, signatureKey: requireKey(created) });
    return { ...created, isKeyKnown: true };
  } catch (error) {
    // Nothing could verify its deliveries.
    await remove(close, created.id).catch(() => undefined);
    throw error;
  }
}

/** Changes what differs from the wanted subscription. */
async function align(
  close: CloseConnection,
  kept: KnownSubscription,
  wanted: WantedSubscription,
): Promise<'none' | 'reactivated' | 'updated'> {
  const changes = findChanges(kept, wanted);
  if (Object.keys(changes).length === 0) return 'none';
  await callOperation(close, 'webhooks_update /webhook/{id}/ PUT', [kept.id, changes]);
  return changes.status === undefined ? 'updated' : 'reactivated';
}

/** Deletes a subscription. `false` when another process has already done so. */
async function remove(close: CloseConnection, id: string): Promise<boolean> {
  try {
    await callOperation(close, 'webhooks_delete /webhook/{id}/ DELETE', [id]);
    return true;
  } catch (error) {
    if (isCloseApiError(error) && error.code === 'not_found') return false;
    throw error;
  }
}
