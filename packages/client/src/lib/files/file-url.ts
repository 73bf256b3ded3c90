import { assertArgument } from '../base/assert-argument.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import { toAbsoluteUrl } from '../transport/send-call.ts';

/** Where a file is. */
export interface FileAddress {
  readonly url: URL;
  /** Whether it is behind Close's API, so that the request has the credential. */
  readonly isClose: boolean;
}

const closeHosts = /^(app|api)\.close\.(com|io)$/;

/**
 * Finds the address of a file. The app's host refuses API keys, so a URL of Close is requested from the API.
 *
 * @throws TypeError when the URL is not one that may be requested.
 */
export function parseFileUrl(given: unknown, context: OperationContext, caller: string): FileAddress {
  const root = toAbsoluteUrl(context.defaults.baseUrl, { fetch: context.fetch, caller }).replace(
    /\/api\/v1$/,
    '',
  );
  const text = String(given);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isUsable = url !== undefined && isSafe(url, isLoopback(new URL(root)));
  assertArgument(isUsable, [caller, 'url'], 'an https URL without a user');
  if (!closeHosts.test(url.hostname)) return { url, isClose: url.href.startsWith(`${root}/`) };
  return { url: new URL(root + url.pathname + url.search), isClose: true };
}

/**
 * Whether a URL may be requested: https, or http within this machine, where a request to this machine leads
 * there.
 */
export function isSafe(url: URL, fromLoopback: boolean): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (fromLoopback && url.protocol === 'http:' && isLoopback(url));
}

/** Whether a host is this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost|server\.invalid)$/.test(hostname);
}
