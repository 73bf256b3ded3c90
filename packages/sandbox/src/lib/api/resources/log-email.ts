import { emailFields } from '../../model/fields/email-fields.ts';
import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { logActivity } from '../base/log-activity.ts';
import { fillTemplate } from './render-template.ts';

/** Sends an email from a template: logs it as sent, with the other members of its activity. */
export function logEmail(
  call: ApiCall,
  { template, contact }: { readonly template: PlainRow; readonly contact: ContactRow },
  members: object,
): void {
  const { subject, body } = fillTemplate(call, template, contact);
  const own = {
    ...emailFields({ subject, text: body.replaceAll(/<[^>]*>/g, ' ').trim() }),
    body_html: body,
    status: 'sent',
    date_sent: timestampOf(call),
    template_id: template.id,
    template_name: template['name'],
    thread_id: call.data.ids.id('acti_'),
    ...members,
  };
  logActivity(call, 'Email', { leadId: contact.lead_id, contact_id: contact.id, own });
}
