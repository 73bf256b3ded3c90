import { isRecord } from '../../base/is-record.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { rowOf, timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { plainTable } from '../base/plain-table.ts';
import { listPage } from '../base/list-page.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import { fileIdOf } from '../activities/read-attachments.ts';
import { fileLink } from './storage-paths.ts';

/** The files of leads: list and attach. */
export const leadFileRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/lead/{id}/files/', handle: list },
  { method: 'POST', path: '/lead/{id}/files/', handle: attach },
];

/** A file that is attached to an object of a lead. */
interface FileUse {
  readonly fileId: string;
  readonly at: string;
  readonly objectType: string;
  readonly objectId: string;
}

/** The uploaded files of a lead and its activities, last used first. */
function list(call: ApiCall): object {
  const { data, query, id } = call;
  rowOf(call, data.leads);
  const uses = [...attachedTo(data, id), ...usesOfActivities(data, id)].toSorted((a, b) =>
    a.at < b.at ? 1 : -1,
  );
  const files = new Map<string, object>();
  for (const use of uses) if (!files.has(use.fileId)) files.set(use.fileId, render(data, id, use));
  return listPage([...files.values()], { query, render: (file) => file });
}

/** Close does not document the body: the sandbox takes `attachments`, as notes and emails have them. */
function attach(call: ApiCall): object {
  const { data, body } = call;
  const lead = rowOf(call, data.leads);
  const unknown = Object.keys(body).filter((name) => name !== 'attachments');
  refuseNotUnderstood(
    call,
    ...unknown.map((field) => ({ field, message: `The sandbox does not know "${field}".` })),
  );
  const ids = urlsIn(body['attachments']).map(fileIdOf);
  const isUploaded = ids.every((id) => data.files.get(id)?.content !== undefined);
  checkField(isUploaded, 'attachments', 'This file is not uploaded');
  const at = timestampOf(call);
  for (const id of ids)
    plainTable(data, 'lead files').add({ id: data.ids.id(''), lead_id: lead.id, file_id: id, at });
  const isNew = ({ fileId }: FileUse): boolean => ids.includes(fileId);
  return {
    data: attachedTo(data, lead.id)
      .filter(isNew)
      .map((use) => render(data, lead.id, use)),
  };
}

function attachedTo(data: OrganizationData, leadId: string): FileUse[] {
  const rows = plainTable(data, 'lead files').ofLead(leadId);
  return rows.map(({ file_id, at }) => ({
    fileId: String(file_id),
    at: String(at),
    objectType: 'lead',
    objectId: leadId,
  }));
}

function usesOfActivities(data: OrganizationData, leadId: string): FileUse[] {
  return data.activities.ofLead(leadId).flatMap(({ id, _type: type, activity_at, own }) =>
    urlsIn(own['attachments']).flatMap((url) => {
      const fileId = fileIdOf(url);
      if (data.files.get(fileId)?.content === undefined) return [];
      return [{ fileId, at: activity_at, objectType: `activity.${type.toLowerCase()}`, objectId: id }];
    }),
  );
}

function urlsIn(attachments: unknown): string[] {
  const items: unknown[] = Array.isArray(attachments) ? attachments : [];
  return items.filter(isRecord).flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
}

function render(data: OrganizationData, leadId: string, use: FileUse): object {
  const file = data.files.get(use.fileId);
  const at = withoutOffset(use.at);
  return {
    id: `leadfile_${use.fileId.slice(5, 26)}${leadId.slice(5, 27)}`,
    lead_id: leadId,
    name: file?.filename,
    content_type: file?.content_type,
    size: file?.content?.size ?? null,
    checksum: file?.checksum ?? '',
    download_url: file === undefined ? null : fileLink(file),
    thumbnail_url: null,
    is_pinned: false,
    last_object_type: use.objectType,
    last_object_id: use.objectId,
    last_activity_at: at,
    organization_id: data.organization.id,
    updated_by: null,
    date_created: at,
    date_updated: at,
  };
}
