import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { logEmail } from '../resources/log-email.ts';
import { tableOf } from '../resources/resource.ts';
import { emailTemplates } from '../resources/template-resources.ts';
import type { JobAction } from './job-action.ts';

/** Logs an email from a template to the first contact of each lead, or to each of its contacts. */
export const emailAction: JobAction = {
  prefix: 'bulkemail_',
  start: (call) => ({
    template_id: templateOf(call).id,
    contact_preference: call.body['contact_preference'] ?? 'lead',
    email_account_id: null,
    sender: senderOf(call),
  }),
  targets: (call, leadId) => reachableContacts(call, leadId).map(({ id }) => id),
  apply: (call, job, { targets }) => {
    for (const id of targets) {
      const contact = call.data.contacts.get(id);
      if (contact === undefined) continue;
      const members = { bulk_email_action_id: job.id, sender: senderOf(call), to: [addressOf(contact)] };
      logEmail(call, { template: templateOf(call), contact }, members);
    }
  },
};

/** The contacts of a lead with an address that is not unsubscribed; only the first one for `lead`. */
export function reachableContacts({ data, body }: ApiCall, leadId: string): ContactRow[] {
  const contacts = data.contacts.ofLead(leadId).filter((contact) => addressOf(contact) !== undefined);
  return body['contact_preference'] === 'contact' ? contacts : contacts.slice(0, 1);
}

/** The first address of a contact that is not unsubscribed. */
export function addressOf({ emails }: ContactRow): string | undefined {
  return emails.find(({ is_unsubscribed }) => !is_unsubscribed)?.email;
}

function templateOf({ data, body }: ApiCall): PlainRow {
  const template = tableOf(data, emailTemplates).get(String(body['template_id']));
  checkField(template !== undefined, 'template_id', 'This template does not exist');
  return template;
}

function senderOf({ user }: ApiCall): string {
  return `"${fullName(user)}" <${user.email}>`;
}
