import type { Grant } from '@closekit/oauth';
import { CloseServerError, methodNotAllowed } from '../base/errors.ts';
import type { RequestView } from '../base/request-view.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { assertAllowed } from '../guard/assert-allowed.ts';
import { limitRate } from '../guard/limit-rate.ts';
import { assertSameOrigin } from '../guard/same-origin.ts';
import { toCall } from '../guard/to-call.ts';
import type { CallRequest } from '../guard/to-call.ts';
import { requireSession } from '../session/browser-session.ts';
import type { SessionRecord } from '../stores/session-store.ts';
import { parseApiPath } from './api-path.ts';
import type { Target } from './target.ts';

/** An API call that may be sent to Close. */
export interface Admission {
  readonly method: ApiMethod;
  /** The path and query at Close. */
  readonly path: string;
  /** The grant of the active organization. */
  readonly grant: Grant;
}

const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** A method that Close uses. */
export type ApiMethod = (typeof methods)[number];

/**
 * Decides whether an API call may be sent to Close. The only place that does: every door asks it, and none
 * adds a rule of its own.
 *
 * @throws CloseServerError `method_not_allowed`, `cross_site`, `rate_limited`, `not_found`, `path_refused`,
 * `signed_out`, `organization_changed`, `call_refused` or `session_store_unavailable`.
 */
export async function admit(
  config: HandlerConfig,
  request: Request & CallRequest,
  { pathname, search }: Target,
): Promise<Admission> {
  const method = methods.find((one) => one === request.method);
  if (method === undefined) throw methodNotAllowed(methods);
  // First, because a page of another site must not use up the rate of a visitor.
  assertSameOrigin(config, request);
  await limitRate(config, request, pathname);
  const path = parseApiPath(pathname.slice(config.basePath.length));
  const { record } = await requireSession(config, request);
  assertScope(request, record);
  await assertAllowed(config, toCall(config, request, pathname), record);
  return { method, path: path + search, grant: config.oauth.grant(record) };
}

/**
 * All tabs share one cookie: a page that has not noticed a switch, or a login of another user, must not reach the new
 * organization, and must not show the rows of one user as those of another.
 */
function assertScope({ headers }: RequestView, { organizationId, userId }: SessionRecord): void {
  const wanted = headers.get('x-closekit-organization') ?? organizationId;
  const wantedUser = headers.get('x-closekit-user') ?? userId;
  if (wanted === organizationId && wantedUser === userId) return;
  throw new CloseServerError(
    'organization_changed',
    'This browser has switched to another organization or user.',
  );
}
