import type { Mutation, QueryClient } from '@tanstack/query-core';
import { fieldIn, textIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';

/** A change that Close reports; a `CloseLiveEvent` is one. */
interface ReportedChange {
  /** The object that changed. */
  readonly object_id: string;
  /** What happened to it: `created`, `updated`, `deleted`, … */
  readonly action: string;
  /** The fields that changed. */
  readonly changed_fields: readonly string[];
}

/** The variables of writes that have updated the cache, and whose event has not arrived yet. */
const unreported = new WeakSet<object>();

/** The fields that Close changes with every write. */
const always = ['date_updated', 'updated_by', 'updated_by_name'];

/** Remembers a write that has updated the cache, by the variables of its mutation. */
export function rememberWrite(variables: unknown): void {
  if (isRecord(variables)) unreported.add(variables);
}

/** Checks whether a write in flight may explain a reported change, which can arrive before the response. */
export function mayBeOwnWrite(queryClient: QueryClient, event: ReportedChange): boolean {
  const isCause = (mutation: Mutation): boolean => !mutation.state.isPaused && explains(mutation, event);
  return queryClient.isMutating({ mutationKey: ['close'], predicate: isCause }) > 0;
}

/** Checks whether a write of this page explains all of a reported change. One write explains one event. */
export function isOwnWrite(queryClient: QueryClient, event: ReportedChange): boolean {
  const write = queryClient
    .getMutationCache()
    .findAll({ mutationKey: ['close'], status: 'success' })
    .find((mutation) => isUnreported(mutation) && explains(mutation, event));
  return isRecord(write?.state.variables) && unreported.delete(write.state.variables);
}

function isUnreported({ state: { variables } }: Mutation): boolean {
  return isRecord(variables) && unreported.has(variables);
}

function explains({ options, state }: Mutation, event: ReportedChange): boolean {
  const { variables, data } = state;
  // `create`, `update` and `delete` become `created`, `updated` and `deleted`.
  const operation = String(options.mutationKey?.at(-1));
  // The id of a new entity comes with the response.
  const unknown = state.status === 'pending' ? event.object_id : undefined;
  const id = textIn(variables, 'id') ?? textIn(data, 'id') ?? unknown;
  if (id !== event.object_id || event.action !== `${operation}d`) return false;
  const body = fieldIn(variables, 'body');
  const written = new Set([...always, ...(isRecord(body) ? Object.keys(body) : [])]);
  return event.changed_fields.every((name) => written.has(name));
}
