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
  readonly method: string;
  /** The path that the router matches, with the contract's names of parameters unless the route has its own. */
  readonly path: string;
  /** `undefined` where the sandbox does not serve it. */
  readonly route: ApiRoute | undefined;
}

const described = operationsIn(requestRules);
const keys = [...described.keys()];
const keysByShape = new Map(keys.map((key) => [shapeOf(key), key]));

/**
 * Lists every operation of the contract, with its route where one of the routes serves it. Paths without
 * parameters come before those with.
 */
export function listOperations(routes: readonly ApiRoute[] = servedRoutes): Operation[] {
  const served = routes.map((route) => ({ ...route, ...namesOf(operationKeyOf(route)), route }));
  const known = new Set(served.map(({ key }) => key));
  const unserved = keys
    .filter((key) => !known.has(key))
    .map((key) => {
      const [method = '', path = ''] = key.split(' ');
      return { ...namesOf(key), method, path, route: undefined };
    });
  return [...served, ...unserved].toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
}

function namesOf(key: string): Pick<Operation, 'id' | 'key'> {
  return { key, id: described.get(key)?.id ?? key };
}

/** The operation of a route: the one with its path, or else the one whose pattern its path matches. */
function operationKeyOf({ method, path }: ApiRoute): string {
  const own = `${method} ${path}`;
  const key = keysByShape.get(shapeOf(own)) ?? keys.find((one) => patternOf(one).test(own));
  return key ?? own;
}

function shapeOf(key: string): string {
  return key.replaceAll(/\{\w+\}/g, '{}');
}

function patternOf(key: string): RegExp {
  return new RegExp(`^${key.replaceAll(/\{\w+\}/g, '.+')}$`);
}

/** Sorts a parameter after every literal in its place. */
function rankOf({ path }: Operation): string {
  return path.replaceAll(/\{\w+\}/g, '~');
}
