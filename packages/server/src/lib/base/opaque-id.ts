import { encodeBase64Url } from './base64url.ts';

const idBytes = 32;

/** 256 random bits in base64url. */
export function createOpaqueId(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(idBytes)));
}

/** Whether a text has the form of our ids. */
export function isOpaqueId(value: string): boolean {
  return /^[\w-]{43}$/.test(value);
}

/** The globals that are used here. Only Node and runtimes that imitate it have `process`. */
interface Globals {
  readonly crypto: Crypto;
  readonly process?: {
    readonly getBuiltinModule?: (name: 'node:crypto') => { readonly hash?: NodeHash } | undefined;
  };
}

type NodeHash = (algorithm: 'sha256', text: string, encoding: 'base64url') => string;

const { process }: Globals = globalThis;
// WebCrypto's digest changes threads, which costs every request 30 to 50 µs; Node's own takes half of one.
const nodeHash = process?.getBuiltinModule?.('node:crypto')?.hash;

/** The SHA-256 digest of a text in base64url. */
export async function digest(text: string): Promise<string> {
  if (nodeHash !== undefined) return nodeHash('sha256', text, 'base64url');
  return encodeBase64Url(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
  );
}
