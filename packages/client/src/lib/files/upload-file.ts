import { assertArgument } from '../base/assert-argument.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { contextOf } from '../operations/connection-context.ts';
import type { RequestOptions } from '../operations/request-options.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import type { FilePart } from './multipart.ts';
import { postFile } from './post-file.ts';
import { parseStreamOptions } from './stream-options.ts';
import type { FileProgress, StreamSettings } from './stream-options.ts';
import { requestTicket } from './upload-ticket.ts';

/** Options of {@link uploadFile}. */
export interface UploadOptions extends RequestOptions {
  /** Name of the file. Default: the name of a `File`; required for a `Blob`. */
  readonly filename?: string | undefined;
  /** MIME type of the file. Default: its `type`, or `application/octet-stream`. */
  readonly contentType?: string | undefined;
  /**
   * Time limit in milliseconds for the upload to make progress, and for the response of storage afterwards. Where
   * the platform reports no progress, it is longer by one second for each 64,000 bytes of the file. Default: that
   * of the client.
   */
  readonly timeoutMs?: number | undefined;
  /** Time limit in milliseconds for everything, with all attempts and waits. Default: `Infinity`. */
  readonly totalTimeoutMs?: number | undefined;
  /** Aborts the upload. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with 0 bytes at first and with all of them at last, and in between where the platform reports it: in
   * Node, Deno, undici and node-fetch, and in pages, which use `XMLHttpRequest` then. Another attempt starts
   * again from 0.
   *
   * @param progress - Bytes handed to the network so far, and those of the whole file.
   */
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
}

/** An uploaded file, in the form that `attachments` of notes, emails and templates take. */
export interface UploadedFile {
  /** The URL of the file. Attach it within 24 hours; Close then keeps the file. */
  readonly url: string;
  /** Name of the file. */
  readonly filename: string;
  /** MIME type of the file. */
  readonly content_type: string;
  /** Size in bytes. */
  readonly size: number;
}

/** A ticket is good for a minute; the clocks of both sides differ a little. */
const ticketMs = 55_000;
const firstDelayMs = 500;
const longestDelayMs = 8_000;

/**
 * Uploads a file: requests a ticket from Close, sends the file to the storage host without a credential, and
 * returns the URL to attach. A failed attempt starts again with a new ticket, at most `retry.attempts` times.
 *
 * The file is read in pieces and never as a whole. In Node, `openAsBlob` of `node:fs` opens one without reading
 * it; in Bun, `Bun.file`.
 *
 * @param close - The client or connection.
 * @param file - The file. Not a stream: storage requires the size, and another attempt reads it again.
 * @param options - Name, type, signal, time limits, retries, progress.
 * @returns The file, as attachments take it.
 * @throws TypeError when an argument is wrong.
 * @throws CloseApiError when Close or storage refuses the file, or there is no response.
 * @example
 * const file = await uploadFile(close, new File(['Hello'], 'hello.txt', { type: 'text/plain' }));
 * await close.activities.notes.create({ lead_id: 'lead_1', note: 'See attachment', attachments: [file] });
 */
export async function uploadFile(
  close: CloseConnection,
  file: Blob,
  options: UploadOptions = {},
): Promise<UploadedFile> {
  const context = contextOf(close, 'uploadFile');
  const settings = parseStreamOptions(options, context, 'uploadFile');
  const part = parseFile(file, options);
  const { filename, contentType } = part;
  const url = await uploadPart({ close, part, options, context, settings });
  return { url, filename, content_type: contentType, size: file.size };
}

interface Upload {
  readonly close: CloseConnection;
  readonly part: FilePart;
  readonly options: UploadOptions;
  readonly context: OperationContext;
  readonly settings: StreamSettings;
}

async function uploadPart({ close, part, options, context, settings }: Upload): Promise<string> {
  const { clock } = context;
  const { totalTimeoutMs = Infinity, signal, headers, timeoutMs, retry, priority } = options;
  const deadline = clock.now() + totalTimeoutMs;
  const left = (): number => Math.max(1, deadline - clock.now());
  for (let attempt = 1; ; attempt += 1) {
    const limits = totalTimeoutMs === Infinity ? {} : { totalTimeoutMs: left() };
    const request = { filename: part.filename, content_type: part.contentType };
    const own = { signal, headers, timeoutMs, retry, priority, ...limits };
    const { target, fileUrl } = await requestTicket(close, request, own);
    const issuedAt = clock.now();
    try {
      const bounded = { ...settings, limits: { ...settings.limits, totalTimeoutMs: left() } };
      await postFile({ target, part, context, settings: bounded });
      return fileUrl;
    } catch (error) {
      const delayMs = context.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
      const isLast = attempt >= settings.limits.attempts || clock.now() + delayMs >= deadline;
      if (isLast || !isPassing(error, clock.now() - issuedAt)) throw error;
      await clock.sleep(delayMs, signal ?? new AbortController().signal);
    }
  }
}

/** Whether another attempt may succeed. */
function isPassing(error: unknown, ageMs: number): boolean {
  if (!isCloseApiError(error)) return false;
  if (error.code === 'forbidden') return ageMs > ticketMs;
  if (error.code === 'server_error') return (error.status ?? 0) >= 500;
  return error.code === 'network' || error.code === 'timeout' || error.code === 'rate_limited';
}

function parseFile(file: unknown, options: UploadOptions): FilePart {
  assertArgument(file instanceof Blob, ['uploadFile', 'file'], 'a Blob or File');
  const filename: unknown = options.filename ?? nameOf(file);
  const isName = typeof filename === 'string' && filename !== '';
  assertArgument(isName, ['uploadFile', 'filename'], 'a non-empty string');
  const contentType: unknown = options.contentType ?? (file.type || 'application/octet-stream');
  const isType = typeof contentType === 'string' && /^[\x20-\x7e]+$/.test(contentType);
  assertArgument(isType, ['uploadFile', 'contentType'], 'a MIME type');
  return { file, filename, contentType };
}

/** The name of a file of Bun is its whole path. */
function nameOf(file: Blob): string | undefined {
  return 'name' in file && typeof file.name === 'string' ? file.name.replace(/^.*[/\\]/, '') : undefined;
}
