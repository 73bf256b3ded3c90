import { isCookieSession } from '../auth/close-auth.ts';
import { assertArgument } from '../base/assert-argument.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { contextOf } from '../operations/connection-context.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import type { CallRequest } from '../transport/call.ts';
import { parseFileUrl } from './file-url.ts';
import type { FileAddress } from './file-url.ts';
import { followRedirects } from './follow-redirects.ts';
import { openStream, unwrapStream } from './open-stream.ts';
import type { OpenStream } from './open-stream.ts';
import { toStorageTransport } from './storage-transport.ts';
import { parseStreamOptions } from './stream-options.ts';
import type { StreamOptions, StreamSettings } from './stream-options.ts';

/**
 * Downloads a file: an attachment, a file of a lead, a recording, a voicemail, or any other public https URL.
 *
 * A URL of Close is requested from the API, because `app.close.com` refuses API keys. The credential goes with
 * that request only, never with one to another host and never with one after a redirect. At most five redirects
 * are followed, to https.
 *
 * A browser does not show where a redirect leads unless it follows it by itself, with the credential: there a
 * file of Close that redirects is a `server_error`.
 *
 * @param close - The client or connection, with a credential of its own: a `cookieSession` reaches the API only.
 * @param url - The URL of the file.
 * @param options - Signal, time limits, headers, retries, progress.
 * @returns The response. Its body is a stream that fails with a `CloseApiError`: `aborted`, `timeout` when no
 * more arrives within `timeoutMs`, or `network` when it is cut. Cancel a body that is not read to its end.
 * @throws TypeError when an argument is wrong.
 * @throws CloseApiError when the response is not ok, or there is none.
 * @example
 * const response = await downloadFile(close, attachment.url);
 * const bytes = await response.arrayBuffer();
 */
export async function downloadFile(
  close: CloseConnection,
  url: string | URL,
  options: StreamOptions = {},
): Promise<Response> {
  const context = contextOf(close, 'downloadFile');
  const settings = parseStreamOptions(options, context, 'downloadFile');
  const address = parseFileUrl(url, context, 'downloadFile');
  const isReachable = !address.isClose || !isCookieSession(close.auth);
  assertArgument(isReachable, ['downloadFile', 'close'], 'a client with a credential of its own');
  return unwrapStream(await openFile(address, context, settings), context.now);
}

/** Requests a file, and follows its redirects. */
export async function openFile(
  { url, isClose }: FileAddress,
  context: OperationContext,
  settings: StreamSettings,
): Promise<OpenStream> {
  const storage = toStorageTransport(context);
  const request = toFileRequest(url, isClose ? settings.headers : {}, settings);
  const opened = await openStream(request, isClose ? context : storage, settings);
  return followRedirects(opened, url, (target) =>
    openStream(toFileRequest(target, {}, settings), storage, settings),
  );
}

function toFileRequest(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { limits }: StreamSettings,
): CallRequest {
  return {
    operation: undefined,
    method: 'GET',
    path: url.pathname,
    // Close's limit for files is not known; all downloads share one.
    group: 'GET files',
    isRead: true,
    mayBeEmpty: true,
    follows: true,
    url: url.href,
    headers: { ...headers, accept: '*/*' },
    limits,
  };
}
