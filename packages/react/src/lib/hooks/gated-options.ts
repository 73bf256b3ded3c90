import { skipToken } from '@tanstack/react-query';
import type { SkipToken } from '@tanstack/react-query';
import type { CloseContextValue } from '../queries/close-context.ts';

/** The options that decide whether a query is sent. */
interface Gate {
  readonly queryKey?: unknown;
  readonly enabled?: unknown;
}

/**
 * Merges the options of the builder with those of the caller. The query is disabled while no organization is
 * connected, and while the builder returns no query.
 */
export function gatedOptions<TRead extends Gate, TOptions extends object>(
  { queries, isConnected }: CloseContextValue,
  read: TRead | SkipToken | undefined,
  options: TOptions,
): TRead & TOptions {
  // All skipped queries share one cache entry, which must stay empty.
  const skipped = { queryKey: [...queries.key(), 'skipped'], queryFn: skipToken, initialData: undefined };
  const merged: Gate = typeof read === 'object' ? { ...read, ...options } : { ...options, ...skipped };
  const enabled = isConnected && (merged.enabled ?? true);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a skipped query fits any read
  return { ...merged, enabled } as unknown as TRead & TOptions;
}
