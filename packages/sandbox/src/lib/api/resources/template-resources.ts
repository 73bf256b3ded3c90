import type { Resource } from './resource.ts';

/** Email templates. */
export const emailTemplates: Resource = {
  path: '/email_template/',
  event: 'email_template',
  seed: () => [
    {
      name: 'First contact',
      subject: 'A question about {{ lead.display_name }}',
      body: '<p>Hi {{ contact.first_name }},</p><p>Who takes care of supplies at {{ lead.display_name }}? A short call is all I ask for.</p><p>{{ user.first_name }}</p>',
    },
    {
      name: 'Quote follow-up',
      subject: 'Your quote',
      body: '<p>Hi {{ contact.first_name }},</p><p>Did you have a moment to look at the quote? It is valid until the end of the month.</p><p>{{ user.first_name }}</p>',
    },
    {
      name: 'Welcome',
      subject: 'Welcome, {{ lead.display_name }}',
      body: '<p>Hi {{ contact.first_name }},</p><p>Good to have you. Here is who to call, and what happens next.</p><p>{{ user.first_name }}</p>',
    },
    { name: 'Old price list', subject: 'Our prices', body: '<p>Attached.</p>', is_archived: true },
  ],
};

/** SMS templates. */
export const smsTemplates: Resource = {
  path: '/sms_template/',
  event: 'sms_template',
  seed: () => [
    { name: 'Running late', text: 'Running ten minutes late, sorry! {{ user.first_name }}' },
    { name: 'Delivery today', text: 'Your delivery is on its way and will be there by noon.' },
  ],
};
