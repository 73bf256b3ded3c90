import type { Mutation, MutationCache } from '@tanstack/react-query';
import { hasLeftLine } from '../queries/write-line.ts';
import { writtenEntities } from '../queries/written-entities.ts';

/** A write that Close has not confirmed yet. */
export interface ShownWrite {
  readonly id: number;
  /** The name of the operation, such as `leads.update`. */
  readonly operation: string;
  /** The ids of the entities that it changes. */
  readonly ids: readonly string[];
  /** The time of the call. */
  readonly submittedAt: number;
  readonly isPaused: boolean;
  /** Number of failed attempts of the mutation. */
  readonly failures: number;
  /** Number of earlier writes that it waits for. */
  readonly ahead: number;
}

/** Lists the pending writes of a cache, the oldest first. */
export function listPendingWrites(cache: MutationCache): readonly ShownWrite[] {
  const pending = cache.findAll({ mutationKey: ['close'], status: 'pending' });
  return pending.map((mutation, index) => {
    const { mutationId, state, options } = mutation;
    const [, , ...path] = options.mutationKey ?? [];
    const entities = entitiesOf(mutation);
    const isAhead = (other: Mutation): boolean =>
      !hasLeftLine(other) && entitiesOf(other).some((entity) => entities.includes(entity));
    return {
      id: mutationId,
      operation: path.join('.'),
      ids: entities.map((entity) => entity.slice(entity.indexOf(' ') + 1)),
      submittedAt: state.submittedAt,
      isPaused: state.isPaused,
      failures: state.failureCount,
      ahead: hasLeftLine(mutation) ? 0 : pending.slice(0, index).filter(isAhead).length,
    };
  });
}

function entitiesOf({ options, state }: Mutation): readonly string[] {
  return writtenEntities(options.mutationKey, state.variables, options.meta);
}
