import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';

/** Unsubscribed email addresses, stored with the contacts that have them. */
export const unsubscribeRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/unsubscribe/email/',
    handle: ({ data }) => ({ data: unsubscribedOf(data).map((email) => ({ email })), has_more: false }),
  },
  { method: 'POST', path: '/unsubscribe/email/', status: 201, handle: unsubscribe },
  { method: 'DELETE', path: '/unsubscribe/email/{email_address}/', handle: resubscribe },
];

function unsubscribe(call: ApiCall): object {
  const email = String(call.body['email']);
  setUnsubscribed(call.data, email, true);
  return { email };
}

function resubscribe({ data, params }: ApiCall): object {
  const email = params['email_address'] ?? '';
  if (!unsubscribedOf(data).includes(email)) throw notFound();
  setUnsubscribed(data, email, false);
  return { email };
}

function unsubscribedOf({ contacts, unsubscribed }: OrganizationData): string[] {
  const emails = contacts.all().flatMap((contact) => contact.emails);
  const ofContacts = emails.filter((email) => email.is_unsubscribed).map(({ email }) => email);
  return [...new Set([...ofContacts, ...unsubscribed])];
}

function setUnsubscribed(
  { contacts, unsubscribed }: OrganizationData,
  email: string,
  is_unsubscribed: boolean,
): void {
  if (is_unsubscribed) unsubscribed.add(email);
  else unsubscribed.delete(email);
  const hasIt = (contact: ContactRow): boolean => contact.emails.some((item) => item.email === email);
  for (const contact of contacts.all().filter(hasIt)) {
    const emails = contact.emails.map((item) => (item.email === email ? { ...item, is_unsubscribed } : item));
    contacts.update(contact, { emails });
  }
}
