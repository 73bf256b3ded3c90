import type { Random } from '../base/random.ts';
import { closeTimestamp } from '../model/close-timestamp.ts';
import { callFields, organizationPhone, emailFields, emptyFields } from '../model/fields/message-fields.ts';
import { noteFields, noteHtml, smsFields } from '../model/fields/message-fields.ts';
import { newActivityRow } from '../model/rows/record-rows.ts';
import type { ActivityRow, ActivityType, ContactRow, LeadRow } from '../model/rows/record-rows.ts';
import { fullName } from '../model/organization-data.ts';
import type { UserRow } from '../model/organization-data.ts';
import { callNotes, emailExchanges, meetings, noteTexts, textMessages } from './conversations.ts';
import type { SeedScene } from './lead-seed.ts';

export interface TimelineSeed {
  readonly scene: SeedScene;
  readonly random: Random;
  readonly lead: LeadRow;
  readonly contact: ContactRow | undefined;
  readonly owner: UserRow;
  /** The latest time of an activity, in milliseconds since 1970. */
  readonly end: number;
  /** Texts that this timeline already has. A text repeats only when no other is left. */
  readonly usedTexts: Set<unknown>;
}

const minuteMs = 60_000;
const emptyMeeting = emptyFields(`
  actual_duration calendar_event_link connected_account_id conversation_type_id conversation_type_reason
  location notetaker_id outcome_autofill_confidence outcome_autofill_reasoning outcome_id outcome_reason
  playbook_id playbook_reason provider_calendar_event_id provider_calendar_type summary user_note
  user_note_date_updated user_note_html
`);

const meetingLists =
  'attached_call_ids calendar_event_uids conference_links integrations provider_calendar_ids user_note_mentions';

export function seedActivity(
  { scene, random, lead, owner }: TimelineSeed,
  type: ActivityType,
  { at, own, userId }: { at: number; own: Record<string, unknown>; userId?: string },
): ActivityRow {
  const author = userId ?? (random.chance(0.8) ? owner : random.pick(scene.users.all())).id;
  const ids = { id: random.id('acti_'), organizationId: lead.organization_id, userId: author };
  const row = newActivityRow({ ...ids, at: closeTimestamp(at) }, lead.id, type);
  row.own = own;
  return row;
}

export function withContact({ contact }: TimelineSeed, rows: readonly ActivityRow[]): ActivityRow[] {
  return rows.map((row) => ({ ...row, contact_id: contact?.id ?? null }));
}

/** Seeds a note, call, email, text message or meeting; an email may come with its reply. */
export function seedConversation(seed: TimelineSeed, at: number): ActivityRow[] {
  const isReachable = seed.contact?.phones[0] !== undefined;
  const kinds = isReachable
    ? [note, call, call, email, email, textMessage, meeting]
    : [note, email, email, meeting];
  return withContact(seed, seed.random.pick(kinds)(seed, at));
}

function pickFresh<T>({ random, usedTexts }: TimelineSeed, items: readonly T[]): T {
  const fresh = items.filter((item) => !usedTexts.has(item));
  const item = random.pick(fresh.length > 0 ? fresh : items);
  usedTexts.add(item);
  return item;
}

function note(seed: TimelineSeed, at: number): ActivityRow[] {
  return [seedActivity(seed, 'Note', { at, own: noteFields(pickFresh(seed, noteTexts)) })];
}

function call(seed: TimelineSeed, at: number): ActivityRow[] {
  const { random, contact } = seed;
  const isAnswered = random.chance(0.65);
  const seconds = random.between(30, 1500);
  const isVoicemail = !isAnswered && random.chance(0.4);
  const text = isAnswered ? random.pick(callNotes) : '';
  const own = {
    ...callFields(contact?.phones[0]?.phone ?? null, text),
    direction: random.pick(['outbound', 'outbound', 'inbound']),
    status: isAnswered || isVoicemail ? 'completed' : 'no-answer',
    disposition: isAnswered ? 'answered' : isVoicemail ? 'vm-left' : 'no-answer',
    duration: isAnswered ? seconds : 0,
    ...(isAnswered && {
      date_answered: closeTimestamp(at + 8000),
      cost: String(Math.ceil(seconds / 60) * 2),
    }),
    source: 'Close.io',
  };
  return [seedActivity(seed, 'Call', { at, own })];
}

function email(seed: TimelineSeed, at: number): ActivityRow[] {
  const { random, contact, owner, end } = seed;
  const talk = pickFresh(seed, emailExchanges);
  const address = contact?.emails[0]?.email ?? 'someone@example.com';
  const first = contact?.name?.split(' ')[0] ?? 'there';
  const thread_id = random.id('acti_');
  const sent = {
    ...emailFields({ subject: talk.subject, text: fill(talk.text, first, owner.first_name) }),
    status: 'sent',
    sender: `"${fullName(owner)}" <${owner.email}>`,
    to: [address],
    date_sent: closeTimestamp(at),
    thread_id,
  };
  const repliedAt = at + random.between(20, 60 * 40) * minuteMs;
  if (repliedAt > end || !random.chance(0.5)) return [seedActivity(seed, 'Email', { at, own: sent })];
  const reply = {
    ...emailFields({ subject: `Re: ${talk.subject}`, text: fill(talk.reply, owner.first_name, first) }),
    direction: 'incoming',
    status: 'inbox',
    sender: `"${contact?.name ?? ''}" <${address}>`,
    to: [owner.email],
    date_sent: closeTimestamp(repliedAt),
    thread_id,
  };
  const own = { ...sent, has_reply: true };
  return [
    seedActivity(seed, 'Email', { at, own, userId: owner.id }),
    seedActivity(seed, 'Email', { at: repliedAt, own: reply, userId: owner.id }),
  ];
}

function fill(text: string, first: string, sender: string): string {
  return text.replaceAll('{first}', first).replaceAll('{sender}', sender);
}

function textMessage(seed: TimelineSeed, at: number): ActivityRow[] {
  const { contact } = seed;
  const [direction, text] = pickFresh(seed, textMessages);
  const own = {
    ...smsFields({ phone: contact?.phones[0]?.phone ?? organizationPhone, text }),
    direction,
    status: direction === 'inbound' ? 'inbox' : 'sent',
    date_sent: closeTimestamp(at),
    cost: direction === 'outbound' ? '2' : null,
    source: 'Close.io',
  };
  return [seedActivity(seed, 'SMS', { at, own })];
}

function meeting(seed: TimelineSeed, at: number): ActivityRow[] {
  const { random, contact, owner, lead } = seed;
  const [title, minutes, text] = pickFresh(seed, meetings);
  const startsAt = Math.floor(at / (15 * minuteMs)) * 15 * minuteMs;
  const isCanceled = random.chance(0.12);
  const host = { name: fullName(owner), email: owner.email, user_id: owner.id, contact_id: null };
  const own = {
    ...emptyMeeting,
    ...emptyFields(meetingLists, () => []),
    is_recurring: false,
    note: '',
    title: `${title}: ${lead.name ?? contact?.name ?? ''}`,
    starts_at: closeTimestamp(startsAt),
    ends_at: closeTimestamp(startsAt + minutes * minuteMs),
    duration: minutes * 60,
    attendees: [
      { ...host, is_organizer: true, status: 'yes' },
      ...(contact === undefined ? [] : [attendee(contact, isCanceled ? 'no' : 'yes')]),
    ],
    source: 'calendar',
    status: isCanceled ? 'canceled' : 'completed',
    ...(!isCanceled && { actual_duration: minutes * 60, user_note: text, user_note_html: noteHtml(text) }),
  };
  return [seedActivity(seed, 'Meeting', { at: startsAt, own, userId: owner.id })];
}

function attendee({ id, name, emails: [address] }: ContactRow, status: string): object {
  const person = { name, email: address?.email ?? null, user_id: null, contact_id: id };
  return { ...person, is_organizer: false, status };
}
