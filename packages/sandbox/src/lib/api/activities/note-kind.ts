import { noteFields } from '../../model/fields/note-fields.ts';
import { timestampOf } from '../base/api-call.ts';
import { pickFields } from '../base/pick-fields.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readAttachments } from './read-attachments.ts';
import { readRichText } from './read-rich-text.ts';

/** Notes. */
export const noteKind: ActivityKind = {
  type: 'Note',
  path: '/activity/note/',
  start: () => ({ ...noteFields(''), source: 'api' }),
  isEditable: true,
  change: (call, own) => ({
    ...own,
    ...readRichText(call.body, 'note'),
    ...pickFields(call.body, ['title']),
    ...readAttachments(call),
    ...readPin(call.body['pinned'], timestampOf(call)),
  }),
};

/** Reads `pinned` and derives `pinned_at`. */
export function readPin(pinned: unknown, now: string): Record<string, unknown> {
  return typeof pinned === 'boolean' ? { pinned, pinned_at: pinned ? now : null } : {};
}
