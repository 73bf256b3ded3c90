import type { IncomingMessage } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { isApiCall, parseNormalUrl } from '../admission/target.ts';
import type { Target } from '../admission/target.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/**
 * The target of a request that this door takes: an API call in HTTP/1, whose URL is its own normal form.
 * Everything else goes to the fetch handler, which refuses or serves it by the same rules.
 */
export function findApiCall(config: HandlerConfig, request: IncomingMessage): Target | undefined {
  if (request.httpVersionMajor !== 1 || !request.url?.startsWith('/')) return undefined;
  const target = parseNormalUrl(`http://host${request.url}`);
  return target !== undefined && isApiCall(config, target) ? target : undefined;
}
