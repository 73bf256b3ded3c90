import { CloseServerError } from '../base/errors.ts';
import { hasTextEscapes } from '../guard/has-text-escapes.ts';

// One segment of a Close path: an id, a name, an e-mail address. An escape may encode any byte except the
// dot, slashes, the percent sign and control characters, which another server could interpret differently.
const segment = /^(?:[\w~!$'()*+,:@=-]|\.(?!\.)|%(?!2e|2f|5c|25|[01][\da-f]|7f)[\da-f]{2})+$/i;

/**
 * The path at Close for a path below the handler. It starts with `/api/v1/`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export function parseApiPath(path: string): string {
  const rest = path.startsWith('/api/v1/') ? path.slice('/api/v1/'.length) : undefined;
  if (rest === undefined)
    throw new CloseServerError('not_found', 'The path is not below /api/v1/. Call a path of the Close API.');
  const segments = (rest.endsWith('/') ? rest.slice(0, -1) : rest).split('/');
  if (segments.every((one) => one !== '.' && segment.test(one)) && hasTextEscapes(rest)) return path;
  throw new CloseServerError(
    'path_refused',
    'The path has an empty, dotted or encoded segment. Call a documented path of the Close API.',
  );
}
