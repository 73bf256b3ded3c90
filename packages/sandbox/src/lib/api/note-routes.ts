import type { ActivityRow } from '../model/activity-row.ts';
import { closeTimestamp } from '../model/close-timestamp.ts';
import { noteFields, noteHtml } from '../model/note-fields.ts';
import { listActivities } from './activity-routes.ts';
import { type ApiCall, type ApiRoute, timestampOf, touched } from './api-call.ts';
import { notFound } from './api-refusal.ts';
import { type BodyRules, checkBody, checkField } from './check-body.ts';
import { momentOf } from './filter-rows.ts';
import { logActivity } from './log-activity.ts';
import { renderActivity } from './render-activity.ts';
import { selectFields } from './select-fields.ts';

/** Notes: list, get, create, update, delete. */
export const NOTE_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/activity/note/', answer: (call) => listActivities(call, isNote) },
  { method: 'POST', path: '/activity/note/', answer: create },
  { method: 'GET', path: '/activity/note/{id}/', answer: (call) => respond(call, noteOf(call)) },
  { method: 'PUT', path: '/activity/note/{id}/', answer: update },
  {
    method: 'DELETE',
    path: '/activity/note/{id}/',
    answer: (call) => call.data.activities.remove(noteOf(call)),
  },
];

const WRITABLE: BodyRules['fields'] = {
  activity_at: { type: 'date', nullable: true },
  attachments: { type: 'array', nullable: true },
  contact_id: { type: 'string', nullable: true },
  note: { type: 'string', nullable: true },
  note_html: { type: 'string', nullable: true },
  pinned: { type: 'boolean', nullable: true },
  title: { type: 'string', nullable: true },
};
const UPDATE_RULES: BodyRules = { closed: true, fields: WRITABLE };
const CREATE_RULES: BodyRules = {
  closed: true,
  fields: {
    ...WRITABLE,
    lead_id: { type: 'string', required: true },
    created_by: { type: 'string', nullable: true },
    date_created: { type: 'date', nullable: true },
    organization_id: { type: 'string', nullable: true },
    user_id: { type: 'string', nullable: true },
  },
};

function create(call: ApiCall): object {
  checkBody(call.body, CREATE_RULES);
  const leadId = String(call.body['lead_id']);
  checkField(call.data.leads.get(leadId) !== undefined, 'lead_id', 'This lead does not exist');
  const own = { ...noteFields(''), source: 'api' };
  const patch = readPatch(call, own);
  const note = logActivity(call, 'Note', { leadId, own });
  call.data.activities.update(note, patch);
  return respond(call, note);
}

function update(call: ApiCall): object {
  const note = noteOf(call);
  checkBody(call.body, UPDATE_RULES);
  call.data.activities.update(note, { ...readPatch(call, note.own), ...touched(call) });
  return respond(call, note);
}

function readPatch(call: ApiCall, own: ActivityRow['own']): Partial<ActivityRow> {
  const { body } = call;
  const patch: Partial<ActivityRow> = { own: { ...own, ...readText(body) } };
  if (body['title'] !== undefined) patch.own = { ...patch.own, title: body['title'] };
  if (typeof body['pinned'] === 'boolean') {
    patch.own = {
      ...patch.own,
      pinned: body['pinned'],
      pinned_at: body['pinned'] ? timestampOf(call) : null,
    };
  }
  if (typeof body['activity_at'] === 'string')
    patch.activity_at = closeTimestamp(momentOf(body['activity_at']));
  if (body['contact_id'] === null) patch.contact_id = null;
  if (typeof body['contact_id'] === 'string') {
    const contact = call.data.contacts.get(body['contact_id']);
    checkField(contact !== undefined, 'contact_id', 'This contact does not exist');
    patch.contact_id = contact.id;
  }
  return patch;
}

/** Of text and HTML, the HTML wins; the other one is derived. */
function readText({ note, note_html: html }: ApiCall['body']): Record<string, string> {
  if (typeof html === 'string') {
    const inner = html.replaceAll(/<\/?body>/g, '');
    return { note: inner.replaceAll(/<[^>]*>/g, ''), note_html: `<body>${inner}</body>` };
  }
  if (note === undefined) return {};
  const text = typeof note === 'string' ? note : '';
  return { note: text, note_html: noteHtml(text) };
}

function noteOf({ data, id }: ApiCall): ActivityRow {
  const row = data.activities.get(id);
  if (row === undefined || !isNote(row)) throw notFound();
  return row;
}

function isNote({ _type: type }: ActivityRow): boolean {
  return type === 'Note';
}

function respond(call: ApiCall, note: ActivityRow): object {
  return selectFields(renderActivity(call.data, note), call.query.get('_fields'));
}
