import { noteFields } from '../../model/fields/note-fields.ts';
import { timestampOf } from '../base/api-call.ts';
import { createOnlyFields, pickFields, sharedFields } from './activity-kind.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readRichText } from './read-rich-text.ts';

const updateFields = {
  ...sharedFields,
  attachments: { type: 'array', nullable: true },
  note: { type: 'string', nullable: true },
  note_html: { type: 'string', nullable: true },
  pinned: { type: 'boolean', nullable: true },
  title: { type: 'string', nullable: true },
} as const;

/** Notes. */
export const noteKind: ActivityKind = {
  type: 'Note',
  path: '/activity/note/',
  create: {
    rules: {
      closed: true,
      fields: { ...updateFields, ...createOnlyFields, lead_id: { type: 'string', required: true } },
    },
    start: () => ({ ...noteFields(''), source: 'api' }),
  },
  update: { rules: { closed: true, fields: updateFields } },
  change: (call, own) => ({
    ...own,
    ...readRichText(call.body, 'note'),
    ...pickFields(call.body, ['title']),
    ...readPin(call.body['pinned'], timestampOf(call)),
  }),
};

/** Reads `pinned` and derives `pinned_at`. */
export function readPin(pinned: unknown, now: string): Record<string, unknown> {
  return typeof pinned === 'boolean' ? { pinned, pinned_at: pinned ? now : null } : {};
}
