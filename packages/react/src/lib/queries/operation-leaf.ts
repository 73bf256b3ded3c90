import { canonicalInput } from './canonical-input.ts';
import type {
  CloseInfiniteQueryOptions,
  CloseMutationOptions,
  CloseQueryKey,
  CloseQueryOptions,
} from './close-query-options.ts';
import { readArguments, readOperation, readVariables, writeOperation } from './operation-call.ts';
import type { OperationCall, OperationInput } from './operation-call.ts';
import { untilReset } from './until-reset.ts';
import { pageParams } from './page-params.ts';
import type { PageParam, PageParams } from './page-params.ts';

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
      queryFn: ({ signal }) => readOperation(leaf, input, signal),
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
  return (...args) => {
    const input = readArguments(leaf.operation, args);
    return {
      queryKey: [...leaf.key, keyInput(input), { type: 'infinite' }],
      queryFn: ({ signal, pageParam }) => readOperation(leaf, pageInput(input, paging, pageParam), signal),
      enabled: leaf.gate.isOpen,
      initialPageParam: paging.initial(input.query),
      getNextPageParam: (lastPage, _pages, lastPageParam) => paging.next(lastPage, lastPageParam),
      ...untilReset,
    };
  };
}

/** Returns the function of a write: it returns mutation options. */
export function mutationLeaf(leaf: OperationCall): () => CloseMutationOptions<unknown, unknown> {
  return () => ({
    mutationKey: leaf.key,
    mutationFn: (variables) => writeOperation(leaf, readVariables(leaf.operation, variables)),
    ...untilReset,
  });
}

function keyInput({ params, body, query }: OperationInput): Readonly<Record<string, unknown>> {
  return canonicalInput({ ...query, ...params, body });
}

function pageInput(input: OperationInput, paging: PageParams, start: PageParam): OperationInput {
  const body = typeof input.body === 'object' ? { ...input.body, ...paging.body(start) } : input.body;
  return { params: input.params, query: { ...input.query, ...paging.query(start) }, body };
}
