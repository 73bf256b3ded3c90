import type { Mutation, QueryClient } from '@tanstack/react-query';
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

/** The variables of writes that have brought the cache up to date, and of whose event nobody has heard yet. */
const unheard = new WeakSet<object>();

/** What Close changes with every write. */
const always = ['date_updated', 'updated_by', 'updated_by_name'];

/**
 * Remembers a write after which the cache is up to date.
 *
 * @param variables - What was given to `mutate`.
 */
export function rememberWrite(variables: unknown): void {
  if (isRecord(variables)) unheard.add(variables);
}

/**
 * Tells whether an event only says what this page has written itself. One write explains one event.
 *
 * @param queryClient - The app's cache, which keeps its writes for a while.
 * @param event - The change.
 * @returns Whether a write explains all of it.
 */
export function isOwnWrite(queryClient: QueryClient, event: ReportedChange): boolean {
  const write = queryClient
    .getMutationCache()
    .findAll({ mutationKey: ['close'], status: 'success' })
    .find((mutation) => explains(mutation, event));
  return isRecord(write?.state.variables) && unheard.delete(write.state.variables);
}

function explains({ options, state }: Mutation, event: ReportedChange): boolean {
  const { variables, data } = state;
  // `create`, `update` and `delete` become `created`, `updated` and `deleted`.
  const operation = String(options.mutationKey?.at(-1));
  const id = textIn(variables, 'id') ?? textIn(data, 'id');
  if (id !== event.object_id || event.action !== `${operation}d`) return false;
  const body = fieldIn(variables, 'body');
  const written = new Set([...always, ...(isRecord(body) ? Object.keys(body) : [])]);
  return (
    isRecord(variables) && unheard.has(variables) && event.changed_fields.every((name) => written.has(name))
  );
}
