import type { Sandbox } from '@closekit/sandbox';
import type { TestConnection } from './test-connection.ts';
import { refuseTestRequest } from './refuse-test-request.ts';
import type { TestSession } from './test-session.ts';

/** The sandbox and the session of {@link proxyTestRequest}. */
export interface TestProxy {
  readonly sandbox: Sandbox;
  readonly session: TestSession;
  /** The id of the user whose session the browser has. */
  readonly userId: string | undefined;
}

/**
 * Forwards one call to the sandbox with the token of the session; an expired token is refreshed once.
 *
 * @param path - The path below the base path of the backend.
 * @returns The response of the sandbox, or the error response of a backend.
 */
export async function proxyTestRequest(proxy: TestProxy, request: Request, path: string): Promise<Response> {
  const { connection } = proxy.session;
  if (connection === undefined) return refuseTestRequest('signed_out', 401);
  const wanted = request.headers.get('x-closekit-organization') ?? connection.organizationId;
  const wantedUser = request.headers.get('x-closekit-user') ?? proxy.userId;
  if (wanted !== connection.organizationId || wantedUser !== proxy.userId)
    return refuseTestRequest('organization_changed', 409);
  const send = await prepare(proxy.sandbox, request, path);
  try {
    return await sendWith(connection, send);
  } catch (error) {
    if (request.signal.aborted) throw error;
    return refuseTestRequest('upstream_unavailable', 502);
  }
}

type Send = (token: string) => Promise<Response>;

async function sendWith(connection: TestConnection, send: Send): Promise<Response> {
  if (connection.isLost) return refuseTestRequest('reauthorization_required', 401);
  const token = connection.accessToken;
  const first = await send(token);
  if (first.status !== 401) return first;
  await connection.refresh(token);
  return connection.isLost
    ? refuseTestRequest('reauthorization_required', 401)
    : send(connection.accessToken);
}

/** Reads the body once, so that the request can be sent twice. */
async function prepare(sandbox: Sandbox, request: Request, path: string): Promise<Send> {
  const { method, signal } = request;
  const body = method === 'GET' ? null : await request.text();
  const url = `${sandbox.origin}${path}${new URL(request.url).search}`;
  return (token) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return sandbox.fetch(url, { method, headers, body, signal });
  };
}
