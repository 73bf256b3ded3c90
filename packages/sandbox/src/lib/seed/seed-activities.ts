import { type ActivityRow, type ActivityType, newActivityRow } from '../model/activity-row.ts';
import { closeTimestamp } from '../model/close-timestamp.ts';
import type { ContactRow } from '../model/contact-row.ts';
import type { LeadRow } from '../model/lead-row.ts';
import { noteFields } from '../model/note-fields.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import type { Random } from './random.ts';
import { EMAILS, NOTES } from './words.ts';

type Data = Omit<OrganizationData, 'activities'>;

interface Scene {
  readonly data: Data;
  readonly random: Random;
  readonly lead: LeadRow;
  readonly contact: ContactRow | undefined;
}

/** Makes the timeline of a seeded lead: how it came in, and some notes, calls and emails since. */
export function seedActivities(data: Data, random: Random, lead: LeadRow): ActivityRow[] {
  const start = Date.parse(lead.date_created);
  const end = Date.parse(lead.date_updated);
  const scene: Scene = { data, random, lead, contact: data.contacts.ofLead(lead.id)[0] };
  const rows = [activity(scene, 'Created', { at: start, own: { source: 'api', import_id: null } })];
  for (let count = random.between(1, 5); count > 0; count -= 1) {
    const at = start + random.next() * (end - start);
    rows.push(random.pick([seedNote, seedCall, seedEmail])(scene, at));
  }
  return rows;
}

function seedNote(scene: Scene, at: number): ActivityRow {
  return activity(scene, 'Note', { at, own: noteFields(scene.random.pick(NOTES)) });
}

function seedCall(scene: Scene, at: number): ActivityRow {
  const { random, contact } = scene;
  const phone = contact?.phones[0]?.phone;
  if (phone === undefined) return seedNote(scene, at);
  const isAnswered = random.chance(0.65);
  return activity(scene, 'Call', {
    at,
    own: {
      direction: random.pick(['outbound', 'outbound', 'inbound']),
      status: isAnswered ? 'completed' : 'no-answer',
      disposition: isAnswered ? 'answered' : 'no-answer',
      duration: isAnswered ? random.between(30, 1500) : 0,
      phone,
      remote_phone: phone,
      local_phone: '+15035550100',
      note: isAnswered ? random.pick(NOTES) : '',
      source: 'Close.io',
      call_method: 'regular',
      cost: isAnswered ? String(random.between(1, 40)) : null,
      recording_url: null,
      voicemail_url: null,
      voicemail_duration: 0,
      outcome_id: null,
    },
  });
}

function seedEmail(scene: Scene, at: number): ActivityRow {
  const { data, random, contact } = scene;
  const [user] = data.users.all();
  const { subject, text } = random.pick(EMAILS);
  const isIncoming = random.chance(0.3);
  const address = contact?.emails[0]?.email ?? 'someone@example.com';
  return activity(scene, 'Email', {
    at,
    own: {
      ...EMAIL_DEFAULTS,
      direction: isIncoming ? 'incoming' : 'outgoing',
      status: isIncoming ? 'inbox' : 'sent',
      subject: isIncoming ? `Re: ${subject}` : subject,
      body_text: text,
      body_html: `<body><p>${text}</p></body>`,
      body_preview: text,
      sender: isIncoming ? address : user?.email,
      to: [isIncoming ? user?.email : address],
      date_sent: closeTimestamp(at),
      thread_id: random.id('acti_'),
    },
  });
}

const EMAIL_DEFAULTS = {
  attachments: [],
  bcc: [],
  cc: [],
  bulk_email_action_id: null,
  date_scheduled: null,
  email_account_id: null,
  envelope: null,
  followup_sequence_add_cc_bcc: false,
  followup_sequence_delay: null,
  followup_sequence_id: null,
  has_reply: false,
  in_reply_to_id: null,
  message_ids: [],
  need_smtp_credentials: false,
  opens: [],
  opens_summary: null,
  references: [],
  send_as_id: null,
  send_attempts: [],
  sequence_id: null,
  sequence_name: null,
  sequence_subscription_id: null,
  template_id: null,
  template_name: null,
} as const;

function activity(
  { data, random, lead, contact }: Scene,
  type: ActivityType,
  { at, own }: { at: number; own: Record<string, unknown> },
): ActivityRow {
  const user = random.pick(data.users.all());
  const origin = {
    id: random.id('acti_'),
    organizationId: lead.organization_id,
    userId: user.id,
    at: closeTimestamp(at),
  };
  const row = newActivityRow(origin, lead.id, type);
  row.contact_id = type === 'Created' ? null : (contact?.id ?? null);
  row.own = own;
  return row;
}
