/** Makes the local sandbox forget every access token, as an hour would. Only the demo server has this route. */
export async function expireTokens(): Promise<void> {
  const response = await fetch('/demo/expire', { method: 'POST', headers: { 'x-closekit': '1' } });
  if (!response.ok) throw new Error(`The demo server answered ${response.status}.`);
}
