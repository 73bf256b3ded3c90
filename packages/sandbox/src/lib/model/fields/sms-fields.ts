import { formatPhone, organizationPhone } from './call-fields.ts';

/** The SMS-specific fields of a logged text message. */
export function smsFields({ phone, text }: { phone: string | null; text: string }): Record<string, unknown> {
  return {
    attachments: [],
    cost: null,
    date_scheduled: null,
    date_sent: null,
    direction: 'outbound',
    error_message: null,
    local_country_iso: 'US',
    local_phone: organizationPhone,
    local_phone_formatted: formatPhone(organizationPhone),
    remote_country_iso: phone === null ? null : 'US',
    remote_phone: phone,
    remote_phone_formatted: phone === null ? null : formatPhone(phone),
    sequence_id: null,
    sequence_name: null,
    sequence_subscription_id: null,
    source: 'External',
    status: 'sent',
    template_id: null,
    text,
  };
}
