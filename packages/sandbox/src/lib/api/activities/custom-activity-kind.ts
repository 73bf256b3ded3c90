import { timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { pickFields } from '../base/pick-fields.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readPin } from './note-kind.ts';

/** Custom activities of the organization's types. */
export const customActivityKind: ActivityKind = {
  type: 'CustomActivity',
  path: '/activity/custom/',
  start: ({ data, body }) => {
    const id = body['custom_activity_type_id'];
    const isType = data.customTypes.some((type) => type.kind === 'activity' && type.id === id);
    checkField(isType, 'custom_activity_type_id', 'This custom activity type does not exist');
    return {
      custom_activity_type_id: id,
      last_published_at: null,
      mentions: [],
      mentions_updated_at: null,
      pinned: false,
      pinned_at: null,
      source: 'api',
      status: 'published',
    };
  },
  isEditable: true,
  change: (call, own) => {
    const next: Record<string, unknown> = {
      ...own,
      ...pickFields(call.body, ['status']),
      ...readPin(call.body['pinned'], timestampOf(call)),
      ...readValues(call, own['custom_activity_type_id']),
    };
    return next['status'] === 'published' ? { ...next, last_published_at: timestampOf(call) } : next;
  },
};

/** Reads the values of the type's custom fields. They replace the stored ones. */
function readValues({ data, body }: ApiCall, typeId: unknown): Record<string, unknown> {
  const fields = data.customTypes.find(({ id }) => id === typeId)?.fields ?? [];
  const keys = Object.keys(body).filter((key) => key.startsWith('custom.'));
  for (const key of keys) {
    checkField(
      fields.some(({ id }) => key === `custom.${id}`),
      key,
      'This custom field does not exist',
    );
  }
  return pickFields(body, keys);
}
