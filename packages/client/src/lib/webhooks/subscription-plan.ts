import type { WebhookSubscriptionUpdate } from '../../generated/schema.ts';
import type { WantedSubscription } from './parse-subscription-options.ts';
import type { KnownSubscription } from './subscription.ts';

/** Longer than another process takes to store the key of a subscription that it has created. */
const unsavedMs = 600_000;

/**
 * The newest subscription whose key is known and not too old. Several processes choose the same one, and none deletes
 * what another has chosen.
 */
export function chooseKept(
  own: readonly KnownSubscription[],
  { rotateBefore }: WantedSubscription,
): KnownSubscription | undefined {
  const isYoung = ({ createdAt }: KnownSubscription): boolean =>
    rotateBefore === undefined || createdAt === undefined || createdAt >= toText(rotateBefore);
  const usable = own.filter((subscription) => subscription.isKeyKnown && isYoung(subscription));
  return usable.toSorted(byAge).at(-1);
}

/** The subscriptions beside the kept one that can be deleted now. */
export function findObsolete(
  own: readonly KnownSubscription[],
  kept: KnownSubscription,
  { now, overlapMs }: WantedSubscription,
): KnownSubscription[] {
  const isOverlapOver = overlapMs === 0 || isOlder(kept, now - overlapMs);
  return own
    .filter(({ id }) => id !== kept.id)
    .filter((other) => (other.isKeyKnown ? isOverlapOver : isOlder(other, now - unsavedMs)));
}

/** The changes that turn a subscription into the wanted one. */
export function findChanges(
  { events, verifySsl, status }: KnownSubscription,
  wanted: WantedSubscription,
): WebhookSubscriptionUpdate {
  return {
    ...(!areSame(events, wanted.events) && { events: wanted.events }),
    ...(verifySsl !== wanted.verifySsl && { verify_ssl: wanted.verifySsl }),
    ...(status !== 'active' && { status: 'active' as const }),
  };
}

/** Whether two lists contain the same events, in any order. */
function areSame(ones: readonly unknown[], others: readonly unknown[]): boolean {
  return canonicalSet(ones) === canonicalSet(others);
}

function canonicalSet(events: readonly unknown[]): string {
  return events.map(canonical).toSorted().join('\n');
}

/** JSON with sorted members, without those that are `null`: Close may add `extra_filter: null`. */
function canonical(event: unknown): string {
  return JSON.stringify(event, (name, value: unknown) => {
    if (name === 'extra_filter' && value === null) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function byAge(one: KnownSubscription, other: KnownSubscription): number {
  const [a, b] = [one, other].map(({ createdAt = '', id }) => `${createdAt} ${id}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

function isOlder({ createdAt }: KnownSubscription, timeMs: number): boolean {
  return createdAt !== undefined && createdAt <= toText(timeMs);
}

/** A time as text that can be compared with `createdAt`. */
function toText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, -1)}000`;
}
