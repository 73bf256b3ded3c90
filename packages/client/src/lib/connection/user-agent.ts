import { assertArgument } from '../base/assert-argument.ts';

/**
 * Returns the header `user-agent` with the name of an app, for the option `headers`. Where the platform owns
 * that header, in browsers and their workers, it returns no header: some browsers ignore it, and others would
 * ask an API of another origin for permission to send it.
 *
 * @param app - Name and version of the app: `my-app/1.2`.
 * @returns The header; an empty object in a browser.
 * @throws TypeError when `app` is not such a name.
 * @example
 * const close = createCloseClient({ auth, headers: userAgent('my-app/1.2') });
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5
 */
export function userAgent(app: string): Record<string, string> {
  const isName = typeof app === 'string' && /^[\w!#$%&'*+.^`|~-]+(\/[\w!#$%&'*+.^`|~-]+)?$/.test(app);
  assertArgument(isName, ['userAgent', 'app'], "a name such as 'my-app/1.2'");
  return isBrowser() ? {} : { 'user-agent': `${app} closekit` };
}

/** Every browser calls itself Mozilla, in workers too; Node, Bun, Deno and workerd do not. */
function isBrowser(): boolean {
  const scope: { readonly navigator?: { readonly userAgent?: string } } = globalThis;
  return scope.navigator?.userAgent?.startsWith('Mozilla') ?? false;
}
