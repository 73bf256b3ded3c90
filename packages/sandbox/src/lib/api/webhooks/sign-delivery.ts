const encoder = new TextEncoder();

/** Creates the signature headers: HMAC-SHA256 over timestamp and body, with the key decoded from hex. */
export async function signDelivery(
  body: string,
  signatureKey: string,
  now: number,
): Promise<{ 'close-sig-hash': string; 'close-sig-timestamp': string }> {
  const timestamp = String(Math.floor(now / 1000));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', fromHex(signatureKey), algorithm, false, ['sign']);
  const digest = await crypto.subtle.sign('HMAC', key, encoder.encode(timestamp + body));
  return { 'close-sig-hash': toHex(new Uint8Array(digest)), 'close-sig-timestamp': timestamp };
}

export function randomSignatureKey(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
