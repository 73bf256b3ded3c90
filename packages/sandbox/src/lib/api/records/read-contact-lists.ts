import type { EmailRow, PhoneRow, UrlRow } from '../../model/rows/contact-row.ts';
import { checkField } from '../base/check-body.ts';

/** Reads the `emails` of a body; `null` clears the list. */
export function readEmails(value: unknown): EmailRow[] {
  return readItems(value, 'emails', 'email').map(({ text, type }) => {
    checkField(/^[^\s@]+@[^\s@]+$/.test(text), 'emails', 'Invalid email address');
    return { email: text, type, is_unsubscribed: false };
  });
}

/** Reads the `phones` of a body; `null` clears the list. */
export function readPhones(value: unknown): PhoneRow[] {
  return readItems(value, 'phones', 'phone').map(({ text, type }) => {
    const digits = text.replaceAll(/[^\d+]/g, '');
    checkField(digits.length >= 3, 'phones', 'Invalid phone number');
    return { phone: digits, type };
  });
}

/** Reads the `urls` of a body; `null` clears the list. */
export function readUrls(value: unknown): UrlRow[] {
  return readItems(value, 'urls', 'url').map(({ text, type }) => ({ url: text, type }));
}

function readItems(value: unknown, field: string, key: string): { text: string; type: string }[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: Record<string, unknown> | null) => {
    const text = item?.[key];
    checkField(typeof text === 'string' && text !== '', field, `Each item requires ${key}`);
    return { text, type: typeof item?.['type'] === 'string' ? item['type'] : 'office' };
  });
}
