import { sumOf } from '../../base/group-by.ts';
import { md5 } from '../../base/md5.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { FileRow } from '../../model/rows/file-rows.ts';
import { attachmentHeaders, isSigned, refuseStorage, signedUrl } from './storage.ts';

const maxStoredBytes = 256 * 1024 * 1024;

/** What the storage host reads, and the links to it. */
export interface StorageOptions {
  readonly organizations: () => readonly OrganizationData[];
  readonly now: () => number;
  readonly identify: (authorization: string) => { readonly data: OrganizationData } | undefined;
  readonly storageOrigin: (url: URL) => string;
}

/** Takes an upload form: all fields of the ticket, and the file last. */
export async function receiveFile(request: Request, options: StorageOptions): Promise<Response> {
  if (request.headers.has('transfer-encoding')) return refuseStorage(411, 'MissingContentLength');
  const form = await request.formData();
  const fields = [...form.entries()];
  const content = fields.at(-1)?.[1];
  const key = form.get('key');
  const row = typeof key === 'string' ? findFile(key, options) : undefined;
  if (row === undefined || form.get('signature') !== row.signature)
    return refuseStorage(403, 'SignatureDoesNotMatch');
  if (options.now() > row.uploadUntil)
    return refuseStorage(403, 'AccessDenied', 'Invalid according to Policy: Policy expired.');
  if (fields.at(-1)?.[0] !== 'file' || !(content instanceof Blob))
    return refuseStorage(400, 'InvalidArgument', 'POST requires exactly one file upload per request.');
  if (form.get('Content-Type') !== row.content_type)
    return refuseStorage(403, 'AccessDenied', 'Invalid according to Policy: Policy Condition failed.');
  const files = options.organizations().flatMap((data) => data.files.all());
  if (content.size + sumOf(files, (file) => file.content?.size ?? null) > maxStoredBytes)
    return refuseStorage(400, 'EntityTooLarge', 'The sandbox keeps 256 MiB of files in memory.');
  row.checksum = md5(new Uint8Array(await content.arrayBuffer()));
  row.content = content;
  return new Response('<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse/>', {
    status: form.get('success_action_status') === '201' ? 201 : 200,
    headers: { 'content-type': 'application/xml' },
  });
}

export function serveFile(request: Request, id: string, options: StorageOptions): Response {
  const row = findFile(id, options);
  if (row?.content === undefined) return refuseStorage(404, 'NoSuchKey');
  if (!isSigned(request.url, options.now())) return refuseStorage(403, 'AccessDenied', 'Request has expired');
  const headers = attachmentHeaders(row.content_type, row.filename);
  return new Response(row.content, { headers: { ...headers, 'content-length': String(row.content.size) } });
}

/**
 * Redirects to a file at the storage host. The host of Close's app refuses API keys; that of the API accepts
 * them.
 */
export function serveFileLink(request: Request, id: string, options: StorageOptions): Response {
  const url = new URL(request.url);
  const authorization = request.headers.get('authorization') ?? '';
  if (url.hostname === 'app.close.com' && /^basic /i.test(authorization))
    return Response.json({ error: 'API keys are not accepted here.' }, { status: 400 });
  const data = options.identify(authorization)?.data;
  if (data === undefined) return Response.json({ error: 'The credential is missing.' }, { status: 401 });
  const row = data.files.get(id);
  if (row?.content === undefined) return Response.json({ error: 'Not found.' }, { status: 404 });
  const now = options.now();
  const location = signedUrl(options.storageOrigin(url), 'file', { id, name: row.filename, now });
  return new Response(null, { status: 302, headers: { location } });
}

function findFile(id: string, { organizations }: StorageOptions): FileRow | undefined {
  return organizations()
    .map(({ files }) => files.get(id))
    .find((row) => row !== undefined);
}
