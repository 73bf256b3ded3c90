import { isRecord } from '../base/is-record.ts';

/**
 * Returns the entities that a write changes, each as scope and id. Writes that share one keep their order.
 * A create has none: its entity is new.
 */
export function writtenEntities(
  mutationKey: readonly unknown[] | undefined,
  variables: unknown,
  meta?: Readonly<Record<string, unknown>>,
): readonly string[] {
  const [root, scope, ...path] = mutationKey ?? [];
  if (root !== 'close' || !isRecord(variables) || meta?.['closeInOrder'] === false) return [];
  const operation = String(path.pop());
  const { body, query, ...parameters } = variables;
  // The source and the destination of a merge.
  const merged = operation === 'merge' && isRecord(body) ? body : {};
  const selected = isRecord(query) ? query['id__in'] : undefined;
  const ids = Object.values({ ...parameters, ...merged, selected }).flatMap(namesIn);
  // Settings have no id: the resource is the entity.
  if (ids.length === 0 && !/create/i.test(operation)) ids.push(path.join('.'));
  return ids.map((id) => `${String(scope)} ${id}`);
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return typeof value === 'string' ? value.split(',') : [];
}
