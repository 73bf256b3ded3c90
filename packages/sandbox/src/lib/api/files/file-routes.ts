import { sumOf } from '../../base/group-by.ts';
import { md5 } from '../../base/md5.ts';
import type { OrganizationData, FileRow } from '../../model/organization-data.ts';
import { recordsIn } from '../../base/is-record.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import { fileIdOf } from '../activities/read-content.ts';
import { rowOf, timestampOf, plainTable, checkField, refuseNotUnderstood } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { listPage } from '../base/list-page.ts';

// The paths of the storage host: where upload forms are sent to, and where files and exports are.
export const uploadFolder = '/storage/upload/';
export const filePath = '/storage/file/:id/:name';
export const exportPath = '/storage/export/:id/:name';

const linkLifetimeMs = 60_000;

/** A URL of the storage host that works without a credential and expires after a minute. */
export function signedUrl(
  storageOrigin: string,
  kind: 'file' | 'export',
  { id, name, now }: { readonly id: string; readonly name: string; readonly now: number },
): string {
  const path = `/storage/${kind}/${id}/${encodeURIComponent(name)}`;
  return `${storageOrigin}${path}?expires=${now + linkLifetimeMs}`;
}

export function isSigned(url: string, now: number): boolean {
  return Number(new URL(url).searchParams.get('expires')) > now;
}

/** The path that the API redirects to storage from. */
export const fileLinkPath = '/go/file/:id/:name';

/** The URL of a file in attachments. Close's app has its own host, and so has the real URL. */
export function fileLink({ id, filename }: { readonly id: string; readonly filename: string }): string {
  return `https://app.close.com/go/file/${id}/${encodeURIComponent(filename)}`;
}

/** An error of the storage host: XML, as file stores send it. */
export function refuseStorage(status: number, code: string, message: string = code): Response {
  const detail = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${detail}`, {
    status,
    headers: { 'content-type': 'application/xml' },
  });
}

/** The headers of a file that is saved under a name. */
export function attachmentHeaders(contentType: string, name: string): Record<string, string> {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name);
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
  };
}

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

export const leadFileRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/lead/{id}/files/', handle: list },
  { method: 'POST', path: '/lead/{id}/files/', handle: attach },
];

export const fileRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/files/upload/', handle: createUpload },
  ...leadFileRoutes,
];

const uploadLifetimeMs = 60_000;

function createUpload(call: ApiCall): object {
  const { body, data, now, storageOrigin } = call;
  const id = data.ids.id('file_');
  const filename = String(body['filename']);
  const content_type = String(body['content_type']);
  const uploadUntil = now + uploadLifetimeMs;
  const signature = data.ids.id('signature_');
  data.files.add({ id, filename, content_type, uploadUntil, signature });
  return {
    upload: {
      url: `${storageOrigin}${uploadFolder}`,
      fields: {
        key: id,
        AWSAccessKeyId: 'SANDBOX',
        'Content-Type': content_type,
        'Content-Disposition': `attachment; filename="${filename.replaceAll('"', '')}"`,
        policy: btoa(JSON.stringify({ expiration: new Date(uploadUntil).toISOString() })),
        signature,
        success_action_status: '201',
      },
    },
    download: { url: fileLink({ id, filename }) },
  };
}

function list(call: ApiCall): object {
  const { data } = call;
  const files = filesOf(data, rowOf(call, data.leads).id);
  return listPage([...files.values()], { call, render: (file) => file });
}

/** Close does not document the body: the sandbox takes `attachments`, as notes and emails have them. */
function attach(call: ApiCall): object {
  const { data, body } = call;
  const lead = rowOf(call, data.leads);
  const unknown = Object.keys(body).filter((name) => name !== 'attachments');
  const problems = unknown.map((field) => ({ field, message: `The sandbox does not know "${field}".` }));
  refuseNotUnderstood(call, ...problems);
  const ids = fileIdsIn(body['attachments']);
  const isUploaded = ids.every((id) => data.files.get(id)?.content !== undefined);
  checkField(isUploaded, 'attachments', 'This file is not uploaded');
  const row = { lead_id: lead.id, attachments: body['attachments'], at: timestampOf(call) };
  plainTable(data, 'lead files').add({ id: data.ids.id(''), ...row });
  const files = filesOf(data, lead.id);
  return { data: ids.map((id) => files.get(id)) };
}

/** The uploaded files of a lead and its activities by id, last used first. */
function filesOf(data: OrganizationData, leadId: string): Map<string, object> {
  const attached = plainTable(data, 'lead files').ofLead(leadId);
  const uses = [
    ...attached.map(({ attachments, at }) => ({ attachments, at: String(at), type: 'lead', id: leadId })),
    ...data.activities.ofLead(leadId).map(({ id, _type, activity_at: at, own }) => {
      return { attachments: own['attachments'], at, type: `activity.${_type.toLowerCase()}`, id };
    }),
  ];
  const files = new Map<string, object>();
  for (const { attachments, ...use } of uses.toSorted((a, b) => (a.at < b.at ? 1 : -1))) {
    for (const fileId of fileIdsIn(attachments)) {
      const file = data.files.get(fileId);
      if (file?.content !== undefined && !files.has(fileId))
        files.set(fileId, render(leadId, file, { ...use, organizationId: data.organization.id }));
    }
  }
  return files;
}

function fileIdsIn(attachments: unknown): string[] {
  return recordsIn(attachments).map(({ url }) => fileIdOf(url));
}

type FileUse = Readonly<Record<'at' | 'type' | 'id' | 'organizationId', string>>;

function render(leadId: string, file: FileRow, { at, type, id, organizationId }: FileUse): object {
  const moment = withoutOffset(at);
  return {
    id: `leadfile_${file.id.slice(5, 26)}${leadId.slice(5, 27)}`,
    lead_id: leadId,
    name: file.filename,
    content_type: file.content_type,
    size: file.content?.size ?? null,
    checksum: file.checksum ?? '',
    download_url: fileLink(file),
    thumbnail_url: null,
    is_pinned: false,
    last_object_type: type,
    last_object_id: id,
    last_activity_at: moment,
    organization_id: organizationId,
    updated_by: null,
    date_created: moment,
    date_updated: moment,
  };
}
