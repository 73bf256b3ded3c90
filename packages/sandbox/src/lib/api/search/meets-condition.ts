import type { JsonObject } from '../../base/is-record.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { momentOf } from '../base/filter-rows.ts';
import { resolveMoment } from './resolve-moment.ts';

/** The context of a condition. */
export interface ConditionContext {
  readonly now: number;
  readonly userId: string;
}

/** Whether a field value meets a condition of the search grammar. For a list, any item may meet it. */
export function meetsCondition(value: unknown, condition: JsonObject, context: ConditionContext): boolean {
  const values = (Array.isArray(value) ? value : [value]).filter(
    (item) => item !== null && item !== undefined,
  );
  const test = toTest(condition, context);
  return values.some((item) => test(item));
}

function toTest(condition: JsonObject, { now, userId }: ConditionContext): (value: unknown) => boolean {
  switch (condition['type']) {
    case 'text':
      return (value) => matchesText(String(value), String(condition['value']), condition['mode']);
    case 'term':
      return (value) => listOf(condition['values']).includes(String(value));
    case 'boolean':
      return (value) => value === condition['value'];
    case 'exists':
      return (value) => value !== '';
    case 'current_user':
      return (value) => value === userId;
    case 'reference':
      return (value) => listOf(condition['object_ids']).includes(String(value));
    case 'number_range':
      return (value) => isInNumberRange(Number(value), condition);
    case 'moment_range':
      return isInMomentRange(condition, now);
    default:
      throw invalidFields({ query: `Unknown condition type: ${String(condition['type'])}` });
  }
}

/** `phrase` matches the text verbatim; every other mode matches all of its words in any order. */
export function matchesText(text: string, wanted: string, mode: unknown): boolean {
  const haystack = text.toLowerCase();
  const needle = wanted.toLowerCase();
  if (mode === 'phrase') return haystack.includes(needle);
  const words = new Set(haystack.split(/[^\p{L}\p{N}]+/u));
  return needle
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .every((word) => words.has(word));
}

function isInNumberRange(value: number, { gt, gte, lt, lte }: JsonObject): boolean {
  return (
    !Number.isNaN(value) &&
    (typeof gt !== 'number' || value > gt) &&
    (typeof gte !== 'number' || value >= gte) &&
    (typeof lt !== 'number' || value < lt) &&
    (typeof lte !== 'number' || value <= lte)
  );
}

function isInMomentRange(condition: JsonObject, now: number): (value: unknown) => boolean {
  const bound = (...names: string[]): number | undefined => {
    const given = names.map((name) => condition[name]).find((item) => item !== undefined && item !== null);
    return given === undefined ? undefined : resolveMoment(given, now);
  };
  const [from, above] = [bound('on_or_after', 'gte'), bound('after', 'gt')];
  const [upTo, below] = [bound('on_or_before', 'lte'), bound('before', 'lt')];
  return (value) => {
    const moment = momentOf(String(value));
    return (
      !Number.isNaN(moment) &&
      (from === undefined || moment >= from) &&
      (above === undefined || moment > above) &&
      (upTo === undefined || moment <= upTo) &&
      (below === undefined || moment < below)
    );
  };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
