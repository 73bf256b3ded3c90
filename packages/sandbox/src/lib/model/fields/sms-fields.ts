import { formatPhone, organizationPhone } from './call-fields.ts';
import { emptyFields } from './empty-fields.ts';

const emptyMessage = emptyFields(`
  cost date_scheduled date_sent error_message sequence_id sequence_name sequence_subscription_id template_id
`);

export function smsFields({ phone, text }: { phone: string | null; text: string }): Record<string, unknown> {
  return {
    ...emptyMessage,
    attachments: [],
    direction: 'outbound',
    local_country_iso: 'US',
    local_phone: organizationPhone,
    local_phone_formatted: formatPhone(organizationPhone),
    remote_country_iso: phone === null ? null : 'US',
    remote_phone: phone,
    remote_phone_formatted: phone === null ? null : formatPhone(phone),
    source: 'External',
    status: 'sent',
    text,
  };
}
