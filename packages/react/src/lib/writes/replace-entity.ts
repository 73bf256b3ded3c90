import { isRecord } from '../base/is-record.ts';

/**
 * Replaces an entity wherever the data holds it: as the data itself, as a row of a list or of its pages, or
 * inside another entity.
 *
 * @param data - The data of a query; not modified.
 * @param id - The id of the entity.
 * @param replace - Returns the new entity; `undefined` removes it from the lists.
 * @returns A copy that shares the unchanged parts, or `data` itself if it does not contain the entity.
 */
export function replaceEntity(
  data: unknown,
  id: string,
  replace: (entity: Readonly<Record<string, unknown>>) => unknown,
): unknown {
  const replaced = (value: unknown): unknown => replaceEntity(value, id, replace);
  if (Array.isArray(data)) return replaceRows(data, replaced);
  if (!isRecord(data)) return data;
  if (data['id'] === id) return replace(data);
  const changed = Object.entries(data).flatMap(([name, value]) => {
    const next = replaced(value);
    return next === value || next === undefined ? [] : [[name, next] as const];
  });
  return changed.length === 0 ? data : { ...data, ...Object.fromEntries(changed) };
}

function replaceRows(rows: readonly unknown[], replaced: (row: unknown) => unknown): unknown {
  const next = rows.map(replaced);
  if (next.every((row, index) => row === rows[index])) return rows;
  return next.filter((row) => row !== undefined);
}
