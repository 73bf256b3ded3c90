import { noteHtml } from '../../model/fields/note-fields.ts';
import type { ApiCall } from '../base/api-call.ts';

/** Reads a rich text as text and HTML. HTML takes precedence; the other form is derived. */
export function readRichText(body: ApiCall['body'], name: string): Record<string, string> {
  const { [name]: text, [`${name}_html`]: html } = body;
  if (typeof html === 'string') {
    const inner = html.replaceAll(/<\/?body>/g, '');
    return { [name]: inner.replaceAll(/<[^>]*>/g, ''), [`${name}_html`]: `<body>${inner}</body>` };
  }
  if (text === undefined) return {};
  const plain = typeof text === 'string' ? text : '';
  return { [name]: plain, [`${name}_html`]: noteHtml(plain) };
}
