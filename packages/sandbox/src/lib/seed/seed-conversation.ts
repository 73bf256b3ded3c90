import { newActivityRow } from '../model/rows/activity-row.ts';
import type { ActivityRow, ActivityType } from '../model/rows/activity-row.ts';
import { callFields, organizationPhone } from '../model/fields/call-fields.ts';
import { closeTimestamp } from '../model/close-timestamp.ts';
import { emailFields } from '../model/fields/email-fields.ts';
import { meetingFields } from '../model/fields/meeting-fields.ts';
import { noteFields, noteHtml } from '../model/fields/note-fields.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import { smsFields } from '../model/fields/sms-fields.ts';
import { fullName } from '../model/rows/user-row.ts';
import type { UserRow } from '../model/rows/user-row.ts';
import { callNotes, emailExchanges, meetings, noteTexts, textMessages } from './conversations.ts';
import type { LeadHistory } from './lead-seed.ts';
import type { Random } from '../base/random.ts';

/** Where and between whom something happens. */
export interface Scene {
  readonly data: Omit<OrganizationData, 'activities'>;
  readonly random: Random;
  readonly lead: LeadHistory['lead'];
  readonly contact: LeadHistory['contact'];
  /** Who takes care of the lead. */
  readonly owner: UserRow;
  /** Nothing happens later than this; milliseconds since 1970. */
  readonly end: number;
  /** What was said already: nothing is said twice to the same people, as long as there is something else to say. */
  readonly said: Set<unknown>;
}

const minuteMs = 60_000;

/** Makes an entry of the timeline. */
export function seedActivity(
  { data, random, lead, contact, owner }: Scene,
  type: ActivityType,
  { at, own, userId }: { at: number; own: Record<string, unknown>; userId?: string },
): ActivityRow {
  const author = userId ?? (random.chance(0.8) ? owner : random.pick(data.users.all())).id;
  const origin = {
    id: random.id('acti_'),
    organizationId: lead.organization_id,
    userId: author,
    at: closeTimestamp(at),
  };
  const row = newActivityRow(origin, lead.id, type);
  row.contact_id = conversationTypes.has(type) ? (contact?.id ?? null) : null;
  row.own = own;
  return row;
}

const conversationTypes: ReadonlySet<ActivityType> = new Set(['Call', 'Email', 'Meeting', 'Note', 'SMS']);

/** Makes something that was said or written, with what came of it soon after. */
export function seedConversation(scene: Scene, at: number): ActivityRow[] {
  const isReachable = scene.contact?.phones[0] !== undefined;
  const kinds = isReachable
    ? [note, call, call, email, email, textMessage, meeting]
    : [note, email, email, meeting];
  return scene.random.pick(kinds)(scene, at);
}

function pickFresh<T>({ random, said }: Scene, items: readonly T[]): T {
  const fresh = items.filter((item) => !said.has(item));
  const item = random.pick(fresh.length > 0 ? fresh : items);
  said.add(item);
  return item;
}

function note(scene: Scene, at: number): ActivityRow[] {
  return [seedActivity(scene, 'Note', { at, own: noteFields(pickFresh(scene, noteTexts)) })];
}

function call(scene: Scene, at: number): ActivityRow[] {
  const { random, contact } = scene;
  const isAnswered = random.chance(0.65);
  const seconds = random.between(30, 1500);
  const isVoicemail = !isAnswered && random.chance(0.4);
  const own = {
    ...callFields({
      phone: contact?.phones[0]?.phone ?? null,
      note: isAnswered ? random.pick(callNotes) : '',
    }),
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
  return [seedActivity(scene, 'Call', { at, own })];
}

function email(scene: Scene, at: number): ActivityRow[] {
  const { random, contact, owner, end } = scene;
  const talk = pickFresh(scene, emailExchanges);
  const address = contact?.emails[0]?.email ?? 'someone@example.com';
  const first = contact?.name?.split(' ')[0] ?? 'there';
  const thread_id = random.id('acti_');
  const sent = {
    ...emailFields({ subject: talk.subject, text: fill(talk.text, first, owner.first_name) }),
    direction: 'outgoing',
    status: 'sent',
    sender: `"${fullName(owner)}" <${owner.email}>`,
    to: [address],
    date_sent: closeTimestamp(at),
    thread_id,
  };
  const repliedAt = at + random.between(20, 60 * 40) * minuteMs;
  if (repliedAt > end || !random.chance(0.5)) return [seedActivity(scene, 'Email', { at, own: sent })];
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
    seedActivity(scene, 'Email', { at, own, userId: owner.id }),
    seedActivity(scene, 'Email', { at: repliedAt, own: reply, userId: owner.id }),
  ];
}

function fill(text: string, first: string, sender: string): string {
  return text.replaceAll('{first}', first).replaceAll('{sender}', sender);
}

function textMessage(scene: Scene, at: number): ActivityRow[] {
  const { contact } = scene;
  const [direction, text] = pickFresh(scene, textMessages);
  const own = {
    ...smsFields({ phone: contact?.phones[0]?.phone ?? organizationPhone, text }),
    direction,
    status: direction === 'inbound' ? 'inbox' : 'sent',
    date_sent: closeTimestamp(at),
    cost: direction === 'outbound' ? '2' : null,
    source: 'Close.io',
  };
  return [seedActivity(scene, 'SMS', { at, own })];
}

function meeting(scene: Scene, at: number): ActivityRow[] {
  const { random, contact, owner, lead } = scene;
  const [title, minutes, text] = pickFresh(scene, meetings);
  const startsAt = Math.floor(at / (15 * minuteMs)) * 15 * minuteMs;
  const [starts, ends] = [startsAt, startsAt + minutes * minuteMs].map(closeTimestamp);
  const isCanceled = random.chance(0.12);
  const own = {
    ...meetingFields({
      title: `${title}: ${lead.name ?? contact?.name ?? ''}`,
      startsAt: starts ?? '',
      endsAt: ends ?? '',
      duration: minutes * 60,
    }),
    attendees: [
      {
        name: fullName(owner),
        email: owner.email,
        user_id: owner.id,
        contact_id: null,
        is_organizer: true,
        status: 'yes',
      },
      ...(contact === undefined
        ? []
        : [
            {
              name: contact.name,
              email: contact.emails[0]?.email ?? null,
              user_id: null,
              contact_id: contact.id,
              is_organizer: false,
              status: isCanceled ? 'no' : 'yes',
            },
          ]),
    ],
    source: 'calendar',
    status: isCanceled ? 'canceled' : 'completed',
    ...(!isCanceled && { actual_duration: minutes * 60, user_note: text, user_note_html: noteHtml(text) }),
  };
  return [seedActivity(scene, 'Meeting', { at: startsAt, own, userId: owner.id })];
}
