import { formatPhone } from '../../model/fields/message-fields.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { ApiRefusal } from '../base/api-refusal.ts';
import { numberFields, phoneNumbers } from './people-resources.ts';
import { createRow, renderResource, tableOf } from './resource.ts';

/** Renting a phone number, and the settings of blocked numbers. */
export const phoneNumberRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/phone_number/request/internal/', handle: rent },
  { method: 'GET', path: '/blocked_phone_number/settings/', handle: ({ data }) => data.callBlocking },
  {
    method: 'PUT',
    path: '/blocked_phone_number/settings/',
    handle: ({ data, body }) => Object.assign(data.callBlocking, body),
  },
];

function rent(call: ApiCall): object {
  const { data, body, user } = call;
  if (body['country'] !== 'US') throw refusal('needs-more-info', 'The sandbox rents numbers of the US only.');
  const taken = new Set(
    tableOf(data, phoneNumbers)
      .all()
      .map((row) => row['number']),
  );
  const prefix = typeof body['prefix'] === 'string' ? body['prefix'] : '';
  const number = fictionalNumbers(prefix).find((one) => one.startsWith(`+1${prefix}`) && !taken.has(one));
  if (number === undefined) throw refusal('error', 'No number with this prefix is available.');
  const isGroup = body['sharing'] === 'group';
  const now = withoutOffset(timestampOf(call));
  const row = createRow(call, phoneNumbers, {
    ...numberFields(number),
    country: 'US',
    label: formatPhone(number),
    carrier_type: body['carrier_type'] ?? 'local',
    bundle_id: body['bundle_id'] ?? null,
    is_group_number: isGroup,
    user_id: isGroup ? null : user.id,
    mms_enabled: body['with_mms'] !== false,
    sms_enabled: body['with_sms'] !== false,
    date_created: now,
    date_updated: now,
  });
  return renderResource(data, phoneNumbers, row);
}

/** The numbers of an area that are reserved for fiction: `+1`, an area code, and 555-0100 to 555-0199. */
function fictionalNumbers(prefix: string): string[] {
  const area = prefix.slice(0, 3).padEnd(3, '503'.slice(prefix.length));
  return Array.from({ length: 100 }, (_empty, index) => `+1${area}55501${String(index).padStart(2, '0')}`);
}

function refusal(status: 'needs-more-info' | 'error', error: string): ApiRefusal {
  return new ApiRefusal(400, { status, error });
}
