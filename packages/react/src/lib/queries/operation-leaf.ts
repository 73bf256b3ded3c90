import { isRecord } from '../base/is-record.ts';
import { canonicalInput } from './canonical-input.ts';
import type {
  CloseInfiniteQueryOptions,
  CloseMutationOptions,
  CloseQueryKey,
  CloseQueryOptions,
} from './close-query-options.ts';
import { readArguments, readOperation, readVariables, writeOperation } from './operation-call.ts';
import type { OperationCall, OperationInput } from './operation-call.ts';
import { sendInOrder } from './write-line.ts';
import { untilReset } from './until-reset.ts';
import { pageParams } from './page-params.ts';
import type { PageParam } from './page-params.ts';
import { readPage } from './read-pages.ts';

/** Options without the tag that types the key: the generated interfaces add the type of the data. */
type Untagged<TOptions> = Omit<TOptions, 'queryKey'> & { readonly queryKey: CloseQueryKey };

/** Returns the function of a read: it takes the arguments of the operation and returns query options. */
export function queryLeaf(
  leaf: OperationCall,
): (...args: readonly unknown[]) => Untagged<CloseQueryOptions<unknown>> {
  return (...args) => {
    const input = readArguments(leaf.operation, args);
    return {
      queryKey: [...leaf.key, keyInput(input)],
      queryFn: ({ client, signal }) => {
        leaf.gate.page()?.caches.add(client.getQueryCache());
        return readOperation(leaf, input, signal);
      },
      enabled: leaf.gate.isOpen,
      ...untilReset,
    };
  };
}

/**
 * Returns the function of a paged list: it takes the arguments of the operation and returns infinite query
 * options.
 */
export function infiniteLeaf(
  leaf: OperationCall,
): (...args: readonly unknown[]) => Untagged<CloseInfiniteQueryOptions<unknown, PageParam>> {
  const paging = pageParams[leaf.operation.pages ?? 'offset'];
  const send = (input: OperationInput, signal: AbortSignal): Promise<unknown> =>
    readOperation(leaf, input, signal);
  const limits = { isRefused: false };
  return (...args) => {
    const input = readArguments(leaf.operation, args);
    return {
      queryKey: [...leaf.key, keyInput(input), { type: 'infinite' }],
      queryFn: (context) => {
        leaf.gate.page()?.caches.add(context.client.getQueryCache());
        return readPage({ input, paging, send, limits }, context);
      },
      enabled: leaf.gate.isOpen,
      initialPageParam: paging.initial(input.query),
      getNextPageParam: (...[, pages, , starts]) => paging.next(pages, starts),
      getPreviousPageParam: (page, _pages, start) => paging.previous(page, start, input.query),
      ...untilReset,
    };
  };
}

/** Returns the function of a write: it returns mutation options. */
export function mutationLeaf(leaf: OperationCall): () => CloseMutationOptions<unknown, unknown> {
  return () => ({
    mutationKey: leaf.key,
    mutationFn: (variables, context) => {
      const send = (): Promise<unknown> => writeOperation(leaf, readVariables(leaf.operation, variables));
      // A closed gate refuses the write itself.
      return context && isRecord(variables) && leaf.gate.isOpen()
        ? sendInOrder({ mutationKey: leaf.key, variables, context }, send)
        : send();
    },
    ...untilReset,
  });
}

function keyInput({ params, body, query }: OperationInput): Readonly<Record<string, unknown>> {
  return canonicalInput({ ...query, ...params, body });
}
