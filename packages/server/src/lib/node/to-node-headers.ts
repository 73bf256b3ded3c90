import type { RequestView } from '../base/request-view.ts';
import { toUpstreamHeaders } from '../proxy/forwarded-headers.ts';

/** The headers for Close: those that `fetch` sends, with the codings that the browser accepts. */
export function toNodeHeaders(view: RequestView, accepted: ReadonlySet<string>): Record<string, string> {
  return {
    accept: '*/*',
    'user-agent': 'node',
    ...toUpstreamHeaders(view),
    'accept-encoding': [...accepted].join(', ') || 'identity',
  };
}
