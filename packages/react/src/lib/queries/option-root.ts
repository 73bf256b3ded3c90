import type { CloseClient } from '@closekit/client';
import type { OptionRoot } from './option-tree.ts';
import { noScope } from './scope-gate.ts';
import type { ScopeGate } from './scope-gate.ts';

/** Creates the root of the options of a scope. Without a scope their keys name none, and they send nothing. */
export function createOptionRoot(
  client: CloseClient,
  scope: string | undefined,
  gate: ScopeGate,
): OptionRoot {
  return { client, key: ['close', scope ?? noScope], gate, headers: headersOf(client, scope) };
}

/** All tabs share one cookie: the backend refuses a call for others than the active organization and user. */
function headersOf({ auth }: CloseClient, scope: string | undefined): OptionRoot['headers'] {
  if (scope === undefined || !('kind' in auth) || auth.kind !== 'cookie-session') return undefined;
  const [organization = '', user = ''] = scope.split('/');
  return { 'x-closekit-organization': organization, 'x-closekit-user': user };
}
