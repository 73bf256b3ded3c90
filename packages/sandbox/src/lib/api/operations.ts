import { requestRules } from '../../generated/request-rules.ts';
import { servedRoutes } from './api-routes.ts';
import { operationsIn } from '../rules/request-check.ts';
import type { ApiRoute } from './base/api-call.ts';

/** An operation of the contract, and the route that serves it. */
export interface Operation {
  /** Its method and path in the contract: `GET /lead/{id}/`. */
  readonly key: string;
  /** Its name in the contract: `leads_get`. */
  readonly id: string;
  readonly status: number;
  readonly method: string;
  readonly path: string;
  /** `undefined` where the sandbox does not serve it. */
  readonly route: ApiRoute | undefined;
}

const described = operationsIn(requestRules);

/** Lists every operation of the contract and every route. Paths without parameters come before those with. */
export function listOperations(routes: readonly ApiRoute[] = servedRoutes): Operation[] {
  const byKey = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const keys = [...new Set([...described.keys(), ...byKey.keys()])];
  const operations = keys.map((key): Operation => {
    const [method = '', path = ''] = key.split(' ');
    const { id = key, status = 200 } = described.get(key) ?? {};
    return { key, id, status, method, path, route: byKey.get(key) };
  });
  return operations.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
}

/** Sorts a parameter after every literal in its place. */
function rankOf({ path }: Operation): string {
  return path.replaceAll(/\{\w+\}/g, '~');
}
