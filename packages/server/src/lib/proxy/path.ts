import { CloseServerError } from '../base/errors.ts';

// One segment of a Close path: an id, a name, an e-mail address. An escape may stand for any byte but the dot, the
// slashes, the percent sign and the control characters, which a server further on could read as something else.
const segment = /^(?:[\w~!$'()*+,:@=-]|\.(?!\.)|%(?!2e|2f|5c|25|[01][\da-f]|7f)[\da-f]{2})+$/i;

/**
 * The path at Close for a path below the handler, starting with `/api/v1/`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export function parseProxyPath(path: string): string {
  const rest = path.startsWith('/api/v1/') ? path.slice('/api/v1/'.length) : undefined;
  if (rest === undefined) throw new CloseServerError('not_found', 'Only /api/v1/ is reachable here.');
  const segments = (rest.endsWith('/') ? rest.slice(0, -1) : rest).split('/');
  if (segments.every((one) => one !== '.' && segment.test(one))) return path;
  throw new CloseServerError(
    'path_refused',
    'The path holds an empty or encoded part that is not passed on.',
  );
}
