import { isRecord } from '../base/is-record.ts';

/**
 * Replaces an entity wherever an answer holds it: as the answer itself, as a row of a list or of its pages, or inside of
 * another entity.
 *
 * @param answer - What the cache holds. It stays as it is.
 * @param id - The id of the entity.
 * @param replace - Makes the entity anew; `undefined` takes it out of the lists.
 * @returns A copy that shares what is the same, or the answer itself when the entity is not in it.
 */
export function replaceEntity(
  answer: unknown,
  id: string,
  replace: (entity: Readonly<Record<string, unknown>>) => unknown,
): unknown {
  const replaced = (value: unknown): unknown => replaceEntity(value, id, replace);
  if (Array.isArray(answer)) return replaceRows(answer, replaced);
  if (!isRecord(answer)) return answer;
  if (answer['id'] === id) return replace(answer);
  const changed = Object.entries(answer).flatMap(([name, value]) => {
    const next = replaced(value);
    return next === value || next === undefined ? [] : [[name, next] as const];
  });
  return changed.length === 0 ? answer : { ...answer, ...Object.fromEntries(changed) };
}

function replaceRows(rows: readonly unknown[], replaced: (row: unknown) => unknown): unknown {
  const next = rows.map(replaced);
  if (next.every((row, index) => row === rows[index])) return rows;
  return next.filter((row) => row !== undefined);
}
