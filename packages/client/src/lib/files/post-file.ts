import { longestTimerMs } from '../base/sleep.ts';
import { toResponseError } from '../errors/response-error.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import { Call } from '../transport/call.ts';
import type { Reply } from '../transport/call.ts';
import { runCall } from '../transport/run-call.ts';
import { encodeMultipart } from './multipart.ts';
import type { FilePart } from './multipart.ts';
import { notify } from './notify.ts';
import { ObservedBlob } from './observed-blob.ts';
import { toStorageTransport } from './storage-transport.ts';
import type { StreamSettings } from './stream-options.ts';
import type { UploadTarget } from './upload-ticket.ts';
import { uploadInit } from './upload-init.ts';
import { xhrFetch } from './xhr-fetch.ts';

/** One attempt to send a file to storage. */
export interface FilePost {
  readonly target: UploadTarget;
  readonly part: FilePart;
  readonly context: OperationContext;
  readonly settings: StreamSettings;
}

/** The slowest upload where the platform reports no progress: 64 bytes in a millisecond. */
const slowestBytesPerMs = 64;

/**
 * Sends a file to storage, once. The time limit begins again with each part that the platform reports as sent;
 * where it reports nothing, the limit grows with the file.
 *
 * @throws CloseApiError when storage does not accept the file.
 */
export async function postFile({ target, part, context, settings }: FilePost): Promise<void> {
  const { clock, now } = context;
  const form = encodeMultipart(target.fields, part);
  const progress = createProgress(part.file.size, form.fileStart, settings);
  const { timeoutMs } = settings.limits;
  const idle = createIdleTimer(() => call.cut(toIdleError(call, settings)));
  const onSent = (bytes: number): void => {
    idle.restart(timeoutMs);
    progress(bytes);
  };
  const call = new Call(
    {
      operation: undefined,
      method: 'POST',
      path: target.url.pathname,
      group: 'POST files',
      // Storage replaces what the same form has stored before.
      isRead: true,
      mayBeEmpty: true,
      read: readText,
      url: target.url.href,
      headers: { 'content-type': form.contentType },
      body: new ObservedBlob(form.body, onSent),
      init: uploadInit(),
      limits: { ...settings.limits, attempts: 1, timeoutMs: Infinity },
    },
    clock,
  );
  progress(0);
  idle.restart(timeoutMs + part.file.size / slowestBytesPerMs);
  try {
    const { transport } = toStorageTransport(context, chooseFetch(context, settings, onSent));
    const { response, text, error } = await runCall(call, transport, settings.signals);
    if (!response.ok) throw error ?? toResponseError(response, text, { ...call.facts(), now: now() });
  } finally {
    idle.stop();
  }
  progress(form.body.size);
}

/** In a page only `XMLHttpRequest` reports the progress of an upload. */
function chooseFetch(
  { fetch }: OperationContext,
  { onProgress }: StreamSettings,
  onSent: (bytes: number) => void,
): OperationContext['fetch'] {
  if (fetch || !onProgress || typeof XMLHttpRequest !== 'function') return fetch;
  return xhrFetch(() => new XMLHttpRequest(), onSent);
}

async function readText(response: Response): Promise<Reply> {
  return { response, text: await response.text() };
}

/** Reports bytes of the form as bytes of the file. */
function createProgress(
  total: number,
  start: number,
  { onProgress }: StreamSettings,
): (bytes: number) => void {
  let last = -1;
  return (bytes) => {
    const transferred = Math.min(Math.max(0, bytes - start), total);
    if (transferred !== last) notify(onProgress, { transferred, total });
    last = transferred;
  };
}

function createIdleTimer(expire: () => void): { restart(limitMs: number): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  return {
    stop,
    restart(limitMs) {
      stop();
      if (limitMs <= longestTimerMs) timer = setTimeout(expire, limitMs);
    },
  };
}

function toIdleError(call: Call, { limits }: StreamSettings): ReturnType<Call['error']> {
  const message = `The upload made no progress within ${limits.timeoutMs} ms. Try again.`;
  return call.error('timeout', message);
}
