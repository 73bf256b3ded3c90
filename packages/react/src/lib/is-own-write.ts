import type { Mutation, QueryClient } from '@tanstack/react-query';
import type { CloseLiveEvent } from './close-live-event.ts';
import { fieldIn, textIn } from './described-write.ts';
import { isRecord } from './is-record.ts';

/** Which writes have had their event already: one write explains one event. */
export type ExplainedWrites = WeakSet<Mutation>;

/** What Close changes with every write. */
const always = ['date_updated', 'updated_by', 'updated_by_name'];

/**
 * Tells whether an event says what this page has written itself, so that the write has brought the cache up to date.
 *
 * @param queryClient The app's cache, which remembers its writes for a while.
 * @param event What has changed.
 * @param explained Writes that do not count any more; the one that is found is added.
 * @returns Whether a write of this page explains all of the event.
 */
export function isOwnWrite(
  queryClient: QueryClient,
  event: CloseLiveEvent,
  explained: ExplainedWrites,
): boolean {
  const write = queryClient
    .getMutationCache()
    .findAll({ mutationKey: ['close'], status: 'success' })
    .find((mutation) => !explained.has(mutation) && explains(mutation, event));
  if (write) explained.add(write);
  return write !== undefined;
}

function explains({ options, state }: Mutation, event: CloseLiveEvent): boolean {
  // `create`, `update` and `delete` become `created`, `updated` and `deleted`.
  const operation = String(options.mutationKey?.at(-1));
  const id = textIn(state.variables, 'id') ?? textIn(state.data, 'id');
  if (id !== event.object_id || event.action !== `${operation}d`) return false;
  const body = fieldIn(state.variables, 'body');
  const written = new Set([...always, ...(isRecord(body) ? Object.keys(body) : [])]);
  return event.changed_fields.every((name) => written.has(name));
}
