import { callFields, phoneFields } from '../../model/fields/call-fields.ts';
import { createOnlyFields, pickFields, sharedFields } from './activity-kind.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readRichText } from './read-rich-text.ts';

const updateFields = {
  ...sharedFields,
  conversation_type_id: { type: 'string', nullable: true },
  duration: { type: 'integer', nullable: true },
  lead_id: { type: 'string', nullable: true },
  note: { type: 'string', nullable: true },
  note_html: { type: 'string', nullable: true },
  outcome_id: { type: 'string', nullable: true },
  phone: { type: 'string', nullable: true },
  playbook_id: { type: 'string', nullable: true },
  quality_info: { type: 'string', nullable: true },
  recording_url: { type: 'string', nullable: true },
  status: {
    type: ['created', 'in-progress', 'completed', 'cancel', 'no-answer', 'busy', 'failed', 'timeout'],
    nullable: true,
  },
  user_id: { type: 'string', nullable: true },
  voicemail_url: { type: 'string', nullable: true },
} as const;

/** Calls. They are only logged; no phone rings. */
export const callKind: ActivityKind = {
  type: 'Call',
  path: '/activity/call/',
  create: {
    rules: {
      closed: true,
      custom: true,
      fields: {
        ...updateFields,
        ...createOnlyFields,
        direction: { type: ['inbound', 'outbound'], nullable: true },
        disposition: { type: 'string' },
        source: { type: ['Close.io', 'External'], nullable: true },
      },
    },
    start: () => callFields({ phone: null }),
  },
  update: { rules: { closed: true, custom: true, fields: updateFields } },
  change: ({ body }, own) => ({
    ...own,
    ...readRichText(body, 'note'),
    ...pickFields(body, [
      'direction',
      'disposition',
      'duration',
      'outcome_id',
      'recording_url',
      'voicemail_url',
    ]),
    ...(typeof body['status'] === 'string' && { status: body['status'] }),
    ...(typeof body['phone'] === 'string' && phoneFields(body['phone'])),
    ...(typeof body['recording_url'] === 'string' && { has_recording: true }),
    ...(body['duration'] === null && { duration: 0 }),
  }),
};
