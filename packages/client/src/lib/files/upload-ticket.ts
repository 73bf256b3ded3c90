import type { FileUpload } from '../../generated/schema.ts';
import { isRecord } from '../base/is-record.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { CloseApiError } from '../errors/close-api-error.ts';
import { callOperation } from '../operations/call-operation.ts';
import type { RequestOptions } from '../operations/request-options.ts';
import { isSafe } from './file-url.ts';

/** Where a file is sent to. */
export interface UploadTarget {
  readonly url: URL;
  readonly fields: Readonly<Record<string, string>>;
}

/** The permission to upload one file. */
export interface UploadTicket {
  readonly target: UploadTarget;
  /** The URL of the file, once uploaded. */
  readonly fileUrl: string;
}

/**
 * Requests a ticket from Close.
 *
 * @throws CloseApiError `decode` when the response has none.
 */
export async function requestTicket(
  close: CloseConnection,
  file: FileUpload,
  options: RequestOptions,
): Promise<UploadTicket> {
  const answer = await callOperation(close, 'files_create /files/upload/ POST', [file, options]);
  const { upload, download } = isRecord(answer) ? answer : {};
  const { url, fields } = isRecord(upload) ? upload : {};
  const fileUrl = isRecord(download) ? download['url'] : undefined;
  if (typeof url !== 'string' || !URL.canParse(url) || !isTexts(fields) || typeof fileUrl !== 'string')
    throw refuse('The response has no place to upload to.');
  const target = { url: new URL(url), fields };
  // A sandbox stores on this machine; the file leaves it only encrypted.
  if (!isSafe(target.url, true)) throw refuse('The place to upload to is no https URL.');
  return { target, fileUrl };
}

function isTexts(fields: unknown): fields is Readonly<Record<string, string>> {
  return isRecord(fields) && Object.values(fields).every((value) => typeof value === 'string');
}

function refuse(fact: string): CloseApiError {
  const operation = 'files_create';
  return new CloseApiError('decode', `${operation}: ${fact} Check \`baseUrl\`.`, { operation });
}
