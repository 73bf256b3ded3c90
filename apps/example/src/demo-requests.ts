/** What is broken on purpose. */
export interface DemoState {
  readonly down: boolean;
  readonly slow: boolean;
}

/** Makes the local sandbox forget every access token, as an hour would. Only the demo server has these routes. */
export function expireTokens(): Promise<void> {
  return post('expire');
}

/** Ends every connection at Close, as if somebody had removed the app there. */
export function revokeAtClose(): Promise<void> {
  return post('revoke');
}

/** Takes the API of the sandbox down, or slows it, until it is switched back. */
export function breakApi(change: Partial<DemoState>): Promise<void> {
  return post('switches', change);
}

async function post(action: string, body: object = {}): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-closekit': '1' };
  const response = await fetch(`/demo/${action}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`The demo server answered ${response.status}.`);
}
