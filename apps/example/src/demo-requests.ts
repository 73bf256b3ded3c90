/** The faults that are switched on. */
export interface DemoState {
  readonly down: boolean;
  readonly slow: boolean;
}

/** Expires every access token of the sandbox. Only the demo server has these routes. */
export function expireTokens(): Promise<void> {
  return post('expire');
}

/** Revokes every connection at Close, as if the app had been removed there. */
export function revokeAtClose(): Promise<void> {
  return post('revoke');
}

/** Takes the API of the sandbox down, or slows it, until switched back. */
export function breakApi(change: Partial<DemoState>): Promise<void> {
  return post('switches', change);
}

async function post(action: string, body: object = {}): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-closekit': '1' };
  const response = await fetch(`/demo/${action}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`The demo server responded with ${response.status}.`);
}
