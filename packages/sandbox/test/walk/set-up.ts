import type { KnownIds } from './known-ids.ts';

type Body = Readonly<Record<string, unknown>>;

/** What others refer to is created first. */
export const firstPaths: readonly string[] = [
  '/activity/emailthread/', // deleted last, since its emails go with it
  '/group/',
  '/custom_activity/',
  '/custom_object_type/',
  '/custom_field/activity/',
  '/custom_field/contact/',
  '/custom_field/custom_object_type/',
  '/custom_field/lead/',
  '/custom_field/opportunity/',
  '/status/lead/',
  '/pipeline/',
  '/status/opportunity/',
  '/lead/',
  '/contact/',
  '/opportunity/',
  '/email_template/',
  '/sequence/',
  '/scheduling_link/',
  '/shared_scheduling_link/',
];

/** Bodies of operations without an example, or with one that does not fit the seeded data. */
export const bodies: Readonly<Record<string, (known: KnownIds) => Body>> = {
  // Nothing in the sandbox completes a call.
  'POST /webhook/': () => ({
    url: 'https://hooks.example/close',
    events: [{ object_type: 'lead', action: 'created' }],
  }),
  // The source goes, so it is none that the walk has created.
  'POST /lead/merge/': (known) => ({
    source: known.find('lead_', '/lead/', 8),
    destination: known.find('lead_', '/lead/', 9),
  }),
  'POST /report/funnel/opportunity/stages/': funnel,
  'POST /report/funnel/opportunity/totals/': funnel,
  'POST /shared_scheduling_link_association/': (known) => ({
    shared_scheduling_link_id: known.find('schlnk_', '/shared_scheduling_link/'),
    user_scheduling_link_id: known.find('schlnk_', '/scheduling_link/'),
    user_id: known.find('user_', '/user/'),
  }),
  'PUT /contact/{id}/': () => ({ title: 'Chair' }),
  'PUT /custom_field/activity/{id}/': () => ({ name: 'Notes' }),
  'PUT /custom_field/custom_object_type/{id}/': () => ({ name: 'Number' }),
  'PUT /custom_field/shared/{id}/': () => ({ name: 'Area' }),
  'PUT /organization/{id}/': () => ({ name: 'Northwind' }),
  'PUT /pipeline/{id}/': () => ({ name: 'Renewals of the year' }),
  'PUT /status/lead/{id}/': () => ({ label: 'Regular' }),
  'PUT /status/opportunity/{id}/': () => ({ label: 'Offer' }),
  'POST /task/': (known) => ({
    _type: 'lead',
    lead_id: known.find('lead_', '/lead/'),
    text: 'Call back',
    date: '2026-12-01',
  }),
};

function funnel(known: KnownIds): Body {
  const pipeline = known.find('pipe_', '/pipeline/');
  const ranges = { cohort_relative_range: 'this-month', report_relative_range: 'this-month' };
  return { type: 'created-cohort', pipeline, ...ranges };
}

/** The queries of lists that need one, and of those that hide what the walk has created. */
export const queries: Readonly<Record<string, (known: KnownIds) => Body>> = {
  'DELETE /send_as/': (known) => ({ allowed_user_id: known.find('user_', '/user/', 1) }),
  'GET /custom_object/': (known) => ({ lead_id: known.find('lead_', '/lead/') }),
  'GET /email_template/{id}/render/': (known) => ({ contact_id: known.find('cont_', '/contact/') }),
  'GET /sequence_subscription/': (known) => ({ contact_id: known.find('cont_', '/contact/') }),
  'PUT /membership/': (known) => ({ id__in: known.find('memb_', '/membership/') }),
  'PUT /task/': (known) => ({ id__in: known.find('task_', '/task/') }),
};

/** The last step of the path of a row, if it is not the `id`. */
export const keys: Readonly<Record<string, (row: Body) => unknown>> = {
  '/custom_field/shared/{scf_id}/association/': (row) =>
    `${String(row['object_type'])}/${String(row['custom_activity_type_id'])}`,
  '/group/{group_id}/member/': (row) => row['user_id'],
  '/scheduling_link/integration/': (row) => row['source_id'],
  '/unsubscribe/email/': (row) => row['email'],
};

/** The parameters of paths that are no ids. */
export const parameters: Readonly<Record<string, string>> = {
  email_address: 'ada@northwind.example',
  object_type: 'lead',
  source_id: 'tasting-30',
};
