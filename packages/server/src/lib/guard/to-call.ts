import { CloseServerError } from '../base/errors.ts';
import type { RequestView } from '../base/request-view.ts';
import type { HandlerCall } from '../config/handler-call.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/** The parts of a request that hooks see: of a standard `Request`, or of another view of it. */
export interface CallRequest extends RequestView {
  /** The address of the peer. The requests of srvx have it. */
  readonly ip?: string | undefined;
}

/**
 * Creates the view of a request that the hooks receive.
 *
 * @throws CloseServerError `path_refused` when an escape of the path is no UTF-8.
 */
export function toCall(
  { basePath, requestId = '', route = 'api' }: HandlerConfig,
  request: CallRequest,
  pathname: string,
): HandlerCall {
  const { method, headers, ip: address } = request;
  const isLongGet = route === 'api' && method === 'POST' && headers.get('x-http-method-override') === 'GET';
  const path = decodePath(pathname.slice(basePath.length));
  return { requestId, route, method: isLongGet ? 'GET' : method, path, headers, address };
}

/** Hooks compare paths, and `%77ebhook` is `webhook` for Close. */
function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    throw new CloseServerError(
      'path_refused',
      'An escape of the path is not UTF-8. Encode the path as UTF-8.',
    );
  }
}
