import { groupBy } from '../../base/group-by.ts';
import type { ActivityRow } from '../../model/rows/activity-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { momentOf } from '../base/filter-rows.ts';
import { tableOf } from '../resources/resource.ts';
import { emailTemplates } from '../resources/template-resources.ts';
import { isIn, rangeOf } from './report-range.ts';
import { checkOrganization, leadsQuery } from './report-selection.ts';

/** Statistics of sent emails, one row per template; emails without one are a row, too. */
export function reportSentEmails(call: ApiCall): object {
  checkOrganization(call);
  const { data, query } = call;
  const range = rangeOf('date_end', query.get('date_start'), query.get('date_end'));
  const userId = query.get('user_id');
  const emails = data.activities
    .all()
    .filter(({ _type: type, own }) => type === 'Email' && own['status'] === 'sent')
    .filter(({ own }) => isIn(range, momentOf(String(own['date_sent']))))
    .filter(({ user_id }) => user_id === (userId ?? user_id));
  const byTemplate = groupBy(emails, ({ own }) => own['template_id']);
  return { sent_email_stats: [...byTemplate].map(([id, group]) => statisticsOf(call, id, group)) };
}

function statisticsOf({ data }: ApiCall, templateId: unknown, emails: readonly ActivityRow[]): object {
  const template = tableOf(data, emailTemplates).get(String(templateId));
  const opened = emails.filter(({ own }) => Array.isArray(own['opens']) && own['opens'].length > 0);
  const responded = emails.filter(({ own }) => own['has_reply'] === true);
  const percent = (part: readonly unknown[]): number => Math.round((part.length / emails.length) * 100);
  return {
    template_id: templateId ?? null,
    template_url:
      typeof templateId === 'string' ? `https://app.close.com/settings/templates/${templateId}/` : null,
    name: typeof template?.['name'] === 'string' ? template['name'] : 'No template',
    is_shared: template?.['is_shared'] === true,
    total: emails.length,
    opened: opened.length,
    percentage_opened: percent(opened),
    responded: responded.length,
    percentage_responded: percent(responded),
    _queries: { total: queryFor(emails), opened: queryFor(opened), responded: queryFor(responded) },
  };
}

function queryFor(emails: readonly ActivityRow[]): string {
  return leadsQuery(emails.map(({ lead_id }) => lead_id));
}
