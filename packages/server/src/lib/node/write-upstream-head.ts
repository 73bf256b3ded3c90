import type { ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { pipeline } from 'node:stream'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import type { Writable } from 'node:stream'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { toBrowserHeaders } from '../proxy/forwarded-headers.ts';
import { createDecoder } from './decoder.ts';
import type { UpstreamHeaders } from './dispatcher.ts';

/** The browser's response, the codings that the browser accepts, and the id of its request. */
export interface BrowserSide {
  readonly response: ServerResponse;
  readonly accepted: ReadonlySet<string>;
  readonly requestId: string;
}

/**
 * Writes the status and the forwarded headers. Returns where the body goes; `undefined` for a status without
 * one.
 */
export function writeUpstreamHead(
  { response, accepted, requestId }: BrowserSide,
  status: number,
  upstream: UpstreamHeaders,
): Writable | undefined {
  const read = (name: string) => join(upstream[name]);
  const headers = toBrowserHeaders(read);
  headers['x-request-id'] = requestId;
  if (status === 204 || status === 205) {
    response.writeHead(status, headers).end();
    return undefined;
  }
  const coding = read('content-encoding')?.toLowerCase();
  const decoder = coding === undefined || isAccepted(coding, accepted) ? undefined : createDecoder(coding);
  const length = read('content-length');
  if (coding !== undefined && decoder === undefined) headers['content-encoding'] = coding;
  if (decoder === undefined && length !== undefined) headers['content-length'] = length;
  response.writeHead(status, headers);
  if (decoder === undefined) return response;
  // Destroys the response when the body is not what its coding says.
  pipeline(decoder, response, () => undefined);
  return decoder;
}

function isAccepted(coding: string, accepted: ReadonlySet<string>): boolean {
  return coding.split(',').every((one) => accepted.has(one.trim()));
}

function join(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
