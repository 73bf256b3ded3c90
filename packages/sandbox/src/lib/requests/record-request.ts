/** One request that reached the sandbox. Nothing secret is kept. */
export interface RecordedRequest {
  /** Such as `GET`. */
  method: string;
  /** With its slashes, such as `/api/v1/lead/`. */
  path: string;
  /** Without the leading `?`. */
  query: string;
  /** The status of the answer; 0 while there is none. */
  status: number;
  /** The parsed body. Forms of the authorization server keep only what is no secret. */
  body?: unknown;
  /** Whether there was an `Authorization` header. */
  authorization: boolean;
}

const redacted = '[redacted]';
const publicParameters = new Set([
  'client_id',
  'code_challenge_method',
  'decision',
  'grant_type',
  'organization',
  'redirect_uri',
  'response_type',
  'scope',
  'token_type_hint',
]);

/** Notes a request before it is handled; the status is filled in later. */
export async function recordRequest(request: Request): Promise<RecordedRequest> {
  const url = new URL(request.url);
  const isOAuth = url.pathname.startsWith('/oauth2/');
  const text = await request.clone().text();
  const body = isOAuth ? redactForm(text) : parseBody(text);
  return {
    method: request.method,
    path: url.pathname,
    query: isOAuth ? new URLSearchParams(redactForm(url.search)).toString() : url.search.slice(1),
    status: 0,
    authorization: request.headers.has('authorization'),
    ...(body !== undefined && { body }),
  };
}

function redactForm(text: string): Record<string, string> | undefined {
  if (text === '') return undefined;
  const entries = [...new URLSearchParams(text)];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, publicParameters.has(name) ? value : redacted]),
  );
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
