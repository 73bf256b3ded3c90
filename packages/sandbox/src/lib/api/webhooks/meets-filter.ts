import type { EventFilter } from '../../model/rows/webhook-row.ts';

/** Whether a value meets a filter. The outermost filter applies to the whole event. */
export function meetsFilter(filter: EventFilter, value: unknown): boolean {
  switch (filter.type) {
    case 'equals':
      return value === filter.value;
    case 'not_equals':
      return value !== filter.value;
    case 'contains':
      if (typeof value === 'string') return value.includes(String(filter.value));
      return Array.isArray(value) && value.includes(filter.value);
    case 'is_null':
      return value === null || value === undefined;
    case 'non_null':
      return value !== null && value !== undefined;
    case 'and':
      return filter.filters.every((part) => meetsFilter(part, value));
    case 'or':
      return filter.filters.some((part) => meetsFilter(part, value));
    case 'not':
      return !meetsFilter(filter.filter, value);
    case 'any_array_value':
      return Array.isArray(value) && value.some((item) => meetsFilter(filter.filter, item));
    default:
      return meetsFilter(filter.filter, fieldOf(value, filter.field));
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
