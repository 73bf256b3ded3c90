import { groupBy } from '../../base/group-by.ts';
import type { ActivityRow } from '../../model/rows/record-rows.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { found, pickFields } from '../base/api-call.ts';
import { crudRoutes } from '../base/resource.ts';
import { filterTest, listPage, selectFields } from '../base/list-page.ts';
import { activityFilters } from './activity-kind.ts';
import { renderActivity } from '../render/records.ts';

/** Email threads: the emails with one `thread_id`, as one activity. */
export const emailThreadRoutes: readonly ApiRoute[] = crudRoutes('/activity/emailthread/', {
  list,
  get: (call) => {
    const thread = threadOf(call, call.id, emailsOf(call));
    return selectFields(renderActivity(call.data, thread), call.query.get('_fields'));
  },
  remove: (call) => {
    for (const email of emailsOf(call)) call.data.activities.remove(email);
  },
});

function list(call: ApiCall): object {
  const { data, query } = call;
  const leadIds = query.get('lead_id');
  // With a lead filter only the timelines of those leads are generated.
  const candidates =
    leadIds === null
      ? data.activities.all()
      : leadIds.split(',').flatMap((leadId) => data.activities.ofLead(leadId));
  const threads = [...groupEmails(candidates)].map(([id, emails]) => threadOf(call, id, emails));
  const wanted = threads.filter(filterTest(query, activityFilters));
  const newestFirst = wanted.toSorted((a, b) => Date.parse(b.activity_at) - Date.parse(a.activity_at));
  return listPage(newestFirst, { call, render: (row) => renderActivity(data, row) });
}

function emailsOf({ data, id }: ApiCall): ActivityRow[] {
  return found(groupEmails(data.activities.all()).get(id));
}

/** The emails by thread, oldest first. */
function groupEmails(rows: readonly ActivityRow[]): Map<string, ActivityRow[]> {
  const emails = rows
    .filter(({ own }) => typeof own['thread_id'] === 'string')
    .toSorted((a, b) => Date.parse(a.activity_at) - Date.parse(b.activity_at));
  return groupBy(emails, ({ own }) => String(own['thread_id']));
}

function threadOf({ data }: ApiCall, id: string, emails: readonly ActivityRow[]): ActivityRow {
  const [first, latest] = [found(emails[0]), found(emails.at(-1))];
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

const previewFields = `
  id user_id date_created date_updated has_attachments bcc body_preview cc date_sent direction envelope
  opens_summary send_as_id sender status subject to
`;

function previewOf({ own, ...shared }: ActivityRow): object {
  const has_attachments = Array.isArray(own['attachments']) && own['attachments'].length > 0;
  return pickFields({ ...shared, ...own, has_attachments }, previewFields.trim().split(/\s+/));
}

function participantsOf(emails: readonly ActivityRow[]): object[] {
  const texts = emails
    .flatMap(({ own }): unknown[] => [own['sender'], own['to'], own['cc']].flat())
    .filter((text) => typeof text === 'string');
  const people = texts.flatMap((text) => {
    const [, name = null, email] = /^(?:"?([^"<]*?)"?\s*<)?([^<>]+)>?$/.exec(text) ?? [];
    return email === undefined ? [] : [{ email, name }];
  });
  return [...groupBy(people, ({ email }) => email).values()].flatMap(([first]) => first ?? []);
}
