import type { ActivityRow } from '../../model/rows/activity-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { filterRows } from '../base/filter-rows.ts';
import { listPage } from '../base/list-page.ts';
import { pickFields } from '../base/pick-fields.ts';
import { selectFields } from '../base/select-fields.ts';
import { activityFilters } from './list-activities.ts';
import { renderActivity } from '../render/activity.ts';

const path = '/activity/emailthread/';

/** Email threads: the emails with one `thread_id`, as one activity. */
export const emailThreadRoutes: readonly ApiRoute[] = [
  { method: 'GET', path, handle: list },
  { method: 'GET', path: `${path}{id}/`, handle: get },
  { method: 'DELETE', path: `${path}{id}/`, handle: remove },
];

function list(call: ApiCall): object {
  const { data, query } = call;
  const leadIds = query.get('lead_id');
  // With a lead filter only the timelines of those leads are generated.
  const candidates =
    leadIds === null
      ? data.activities.all()
      : leadIds.split(',').flatMap((leadId) => data.activities.ofLead(leadId));
  const threads = [...groupEmails(candidates)].map(([id, emails]) => threadOf(call, id, emails));
  const found = filterRows(threads, query, activityFilters);
  const newestFirst = found.toSorted((a, b) => Date.parse(b.activity_at) - Date.parse(a.activity_at));
  return listPage(newestFirst, { call, render: (row) => renderActivity(data, row) });
}

function get(call: ApiCall): object {
  const thread = threadOf(call, call.id, emailsOf(call));
  return selectFields(renderActivity(call.data, thread), call.query.get('_fields'));
}

/** Deletes the emails of a thread. */
function remove(call: ApiCall): void {
  for (const email of emailsOf(call)) call.data.activities.remove(email);
}

function emailsOf({ data, id }: ApiCall): ActivityRow[] {
  const emails = groupEmails(data.activities.all()).get(id);
  if (emails === undefined) throw notFound();
  return emails;
}

/** The emails by thread, oldest first. */
function groupEmails(rows: readonly ActivityRow[]): Map<string, ActivityRow[]> {
  const threads = new Map<string, ActivityRow[]>();
  const emails = rows.filter(({ own }) => typeof own['thread_id'] === 'string');
  for (const email of emails.toSorted((a, b) => Date.parse(a.activity_at) - Date.parse(b.activity_at))) {
    const id = String(email.own['thread_id']);
    threads.set(id, [...(threads.get(id) ?? []), email]);
  }
  return threads;
}

function threadOf({ data }: ApiCall, id: string, emails: readonly ActivityRow[]): ActivityRow {
  const [first] = emails;
  const latest = emails.at(-1);
  if (first === undefined || latest === undefined) throw notFound();
  const { subject } = latest.own;
  return {
    ...latest,
    id,
    _type: 'EmailThread',
    date_created: first.date_created,
    own: {
      comment_summary: null,
      emails: emails.map((email) => renderActivity(data, email)),
      latest_emails: emails.map(previewOf).toReversed(),
      latest_normalized_subject: typeof subject === 'string' ? withoutPrefixes(subject) : null,
      n_emails: emails.length,
      participants: participantsOf(emails),
      summary: null,
    },
  };
}

/** `Re: Fwd: Prices` → `Prices`. */
function withoutPrefixes(subject: string): string {
  return subject.replace(/^(?:\s*(?:re|fwd?|aw):)+\s*/i, '');
}

const previewFields = [
  'bcc',
  'body_preview',
  'cc',
  'date_sent',
  'direction',
  'envelope',
  'opens_summary',
  'send_as_id',
  'sender',
  'status',
  'subject',
  'to',
];

function previewOf({ id, user_id, date_created, date_updated, own }: ActivityRow): object {
  const has_attachments = Array.isArray(own['attachments']) && own['attachments'].length > 0;
  return { id, user_id, date_created, date_updated, has_attachments, ...pickFields(own, previewFields) };
}

/** The senders and receivers, each address once. */
function participantsOf(emails: readonly ActivityRow[]): object[] {
  const texts = emails
    .flatMap(({ own }): unknown[] => [own['sender'], own['to'], own['cc']].flat())
    .filter((text) => typeof text === 'string');
  const byAddress = new Map<string, object>();
  for (const text of texts) {
    const [, name, address] = /^(?:"?([^"<]*?)"?\s*<)?([^<>]+)>?$/.exec(text) ?? [];
    if (address !== undefined && !byAddress.has(address)) {
      byAddress.set(address, { email: address, name: name ?? null });
    }
  }
  return [...byAddress.values()];
}
