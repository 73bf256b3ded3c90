import { recordsIn } from '../../base/is-record.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import type { FileRow } from '../../model/rows/file-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { fileIdOf } from '../activities/read-content.ts';
import { newOrigin, rowOf, timestampOf, plainTable, checkField } from '../base/api-call.ts';
import { refuseNotUnderstood } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { listPage } from '../base/list-page.ts';
import { fileLink, uploadFolder } from './storage.ts';

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
  const { id } = newOrigin(call, 'file_');
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
