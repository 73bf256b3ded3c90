import { callFields, phoneFields } from '../../model/fields/call-fields.ts';
import { pickFields } from '../base/pick-fields.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readRichText } from './read-rich-text.ts';

/** Calls. They are only logged; no phone rings. */
export const callKind: ActivityKind = {
  type: 'Call',
  path: '/activity/call/',
  start: () => callFields(null),
  isEditable: true,
  change: ({ body }, own) => ({
    ...own,
    ...readRichText(body, 'note'),
    ...pickFields(body, [
      'direction',
      'disposition',
      'duration',
      'outcome_id',
      'recording_url',
      'source',
      'voicemail_url',
    ]),
    ...(typeof body['status'] === 'string' && { status: body['status'] }),
    ...(typeof body['phone'] === 'string' && phoneFields(body['phone'])),
    ...(typeof body['recording_url'] === 'string' && { has_recording: true }),
    ...(body['duration'] === null && { duration: 0 }),
  }),
};
