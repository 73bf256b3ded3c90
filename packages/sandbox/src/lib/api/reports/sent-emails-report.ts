import { groupBy } from '../../base/group-by.ts';
import type { ApiCall } from '../base/api-call.ts';
import { momentOf } from '../base/list-page.ts';
import { tableOf } from '../base/resource.ts';
import { emailTemplates } from '../resources/settings.ts';
import { checkOrganization, isIn, leadsQuery, spanOfQuery } from './report-scope.ts';

interface SentEmail {
  readonly leadId: string;
  readonly own: Readonly<Record<string, unknown>>;
}

/** Statistics of sent emails, one row per template; emails without one are a row, too. */
export function reportSentEmails(call: ApiCall): object {
  checkOrganization(call);
  const span = spanOfQuery(call);
  const userId = call.query.get('user_id');
  const emails = call.data.activities
    .all()
    .filter(({ _type: type, own }) => type === 'Email' && own['status'] === 'sent')
    .filter(
      ({ own, user_id }) => isIn(span, momentOf(String(own['date_sent']))) && user_id === (userId ?? user_id),
    )
    .map(({ lead_id: leadId, own }): SentEmail => ({ leadId, own }));
  const byTemplate = groupBy(emails, ({ own }) => own['template_id']);
  return { sent_email_stats: [...byTemplate].map(([id, group]) => statisticsOf(call, id, group)) };
}

function statisticsOf({ data }: ApiCall, templateId: unknown, total: readonly SentEmail[]): object {
  const template = tableOf(data, emailTemplates).get(String(templateId));
  const opened = total.filter(({ own }) => Array.isArray(own['opens']) && own['opens'].length > 0);
  const responded = total.filter(({ own }) => own['has_reply'] === true);
  const percent = (part: readonly unknown[]): number => Math.round((part.length / total.length) * 100);
  return {
    template_id: templateId ?? null,
    template_url:
      typeof templateId === 'string' ? `https://app.close.com/settings/templates/${templateId}/` : null,
    name: typeof template?.['name'] === 'string' ? template['name'] : 'No template',
    is_shared: template?.['is_shared'] === true,
    total: total.length,
    opened: opened.length,
    percentage_opened: percent(opened),
    responded: responded.length,
    percentage_responded: percent(responded),
    _queries: { total: leadsQuery(total), opened: leadsQuery(opened), responded: leadsQuery(responded) },
  };
}
