import { recordsIn } from '../../base/is-record.ts';
import { noteHtml } from '../../model/fields/message-fields.ts';
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

/** The id of the uploaded file with this URL; an empty text for other URLs. */
export function fileIdOf(url: unknown): string {
  return /\/go\/file\/(\w+)\//.exec(String(url))?.[1] ?? '';
}

type Attachments = { readonly attachments?: readonly Record<string, unknown>[] };

/** Reads the `attachments` of a body in the form that responses have, with the sizes of uploaded files. */
export function readAttachments({
  body: { attachments },
  data,
}: Pick<ApiCall, 'body' | 'data'>): Attachments {
  if (attachments === undefined) return {};
  const sizeOf = (url: unknown): number | null => data.files.get(fileIdOf(url))?.content?.size ?? null;
  const files = recordsIn(attachments);
  return { attachments: files.map((file) => ({ content_type: null, size: sizeOf(file['url']), ...file })) };
}

/** Reads the `attachments` of a text message, which are media with an id. */
export function readMedia(call: Pick<ApiCall, 'body' | 'data'>): Attachments {
  const { attachments } = readAttachments(call);
  if (attachments === undefined) return {};
  return {
    attachments: attachments.map(({ size, ...file }) => {
      const media = { media_id: call.data.ids.id('media_'), thumbnail_url: file['url'] };
      return { ...file, size: size ?? 0, ...media };
    }),
  };
}
