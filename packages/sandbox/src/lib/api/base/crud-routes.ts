import { requestRules } from '../../../generated/request-rules.ts';
import type { ApiRoute } from './api-call.ts';

const verbs = [
  ['list', 'GET', ''],
  ['create', 'POST', ''],
  ['get', 'GET', '{id}/'],
  ['update', 'PUT', '{id}/'],
  ['remove', 'DELETE', '{id}/'],
] as const;

export type CrudHandlers = { readonly [Verb in (typeof verbs)[number][0]]?: ApiRoute['handle'] };

/** The routes of a resource: those of its handlers that the contract has an operation for. */
export function crudRoutes(base: ApiRoute['path'], handlers: CrudHandlers): ApiRoute[] {
  return verbs.flatMap(([verb, method, place]) => {
    const path: ApiRoute['path'] = `${base}${place}`;
    const handle = handlers[verb];
    const isDescribed = requestRules.paths[path]?.[method] !== undefined;
    return handle !== undefined && isDescribed ? [{ method, path, handle }] : [];
  });
}
