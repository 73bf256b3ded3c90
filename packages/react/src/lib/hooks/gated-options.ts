import { skipToken } from '@tanstack/react-query';
import type { Query, SkipToken } from '@tanstack/react-query';
import type { CloseContextValue } from '../queries/close-context.ts';

/** The options that decide whether a query is sent. */
interface Gate {
  readonly enabled?: unknown;
}

/**
 * Merges the options of the builder with those of the caller: the condition of the caller is added to the one of the
 * builder. The query is disabled while the builder returns no query.
 */
export function gatedOptions<TRead extends Gate, TOptions extends Gate>(
  { root, isConnected }: CloseContextValue,
  read: TRead | SkipToken | undefined,
  options: TOptions,
): TRead & TOptions {
  // All skipped queries share one cache entry, which must stay empty.
  const skipped = { queryKey: [...root.key, 'skipped'], queryFn: skipToken, initialData: undefined };
  const merged =
    typeof read === 'object'
      ? {
          ...read,
          ...options,
          enabled: (query: Query) => isConnected && allows(read, query) && allows(options, query),
        }
      : { ...options, ...skipped };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a skipped query fits any read
  return { ...merged, ...(!isConnected && { initialData: undefined }) } as unknown as TRead & TOptions;
}

function allows({ enabled = true }: Gate, query: Query): boolean {
  return Boolean(typeof enabled === 'function' ? enabled(query) : enabled);
}
