import { skipToken } from '@tanstack/react-query';
import type { SkipToken } from '@tanstack/react-query';
import type { CloseContextValue } from '../queries/close-context.ts';

/** What may hold a query back. */
interface Gate {
  readonly queryKey?: unknown;
  readonly enabled?: unknown;
}

/**
 * Joins what the builder of a query gives with the options of the caller. Nothing is sent until it is known who is
 * connected, nor while there is nothing to ask for.
 *
 * @param context - What the provider hands down.
 * @param read - What the builder gives.
 * @param options - The caller's options.
 * @returns The options for a hook of TanStack Query.
 */
export function gatedOptions<TRead extends Gate, TOptions extends object>(
  { queries, isConnected }: CloseContextValue,
  read: TRead | SkipToken | undefined,
  options: TOptions,
): TRead & TOptions {
  // All that is skipped shares one entry of the cache, which has to stay empty.
  const skipped = { queryKey: [...queries.key(), 'skipped'], queryFn: skipToken, initialData: undefined };
  const given: Gate = typeof read === 'object' ? { ...read, ...options } : { ...options, ...skipped };
  const enabled = isConnected && (given.enabled ?? true);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a query with nothing to ask for fits any read
  return { ...given, enabled } as unknown as TRead & TOptions;
}
