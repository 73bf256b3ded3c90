import { parseHeaders } from '../transport/parse-headers.ts';
import type { CallRequest } from '../transport/call.ts';
import { parseLimits } from '../transport/call-limits.ts';
import type { CallLimits } from '../transport/call-limits.ts';
import type { OperationArguments } from './arguments.ts';
import type { Plan } from './plan.ts';
import { toParamsBody, toQueryText, toSearch } from './serialise.ts';

/** What all requests of a client share. */
export interface RequestDefaults {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: CallLimits;
}

/** The longest URL of a GET; proxies and servers refuse long ones. */
const longestUrl = 4_000;

/**
 * Serialises the request of a call, once for all its attempts. A GET with a longer URL than servers accept
 * becomes a POST that Close treats as that GET.
 *
 * @throws TypeError naming the value that cannot be sent.
 * @see https://developer.close.com/api/overview/http-method-override
 */
export function toCallRequest(plan: Plan, args: OperationArguments, defaults: RequestDefaults): CallRequest {
  const { operation, group, rules } = plan;
  const { id, method } = operation;
  const query = toQueryText(args.query, id);
  let url = defaults.baseUrl + args.path;
  const search = toSearch(query);
  const isLong = method === 'GET' && url.length + search.length > longestUrl;
  if (!isLong) url += search;
  const body = isLong ? toParamsBody(query) : args.body && rules?.toBody(args.body, id);
  const headers = parseHeaders(args.options.headers, defaults.headers, id);
  return {
    operation: id,
    method: isLong ? 'POST' : method,
    path: args.path,
    group,
    isRead: operation.read === true,
    isRefused: rules?.isRefused,
    mayBeEmpty: method !== 'GET' && operation.pages === undefined,
    url,
    headers:
      body === undefined
        ? headers
        : {
            'content-type': 'application/json',
            ...headers,
            ...(isLong && { 'x-http-method-override': 'GET' }),
          },
    body,
    limits: parseLimits(args.options, defaults.limits, id),
  };
}
