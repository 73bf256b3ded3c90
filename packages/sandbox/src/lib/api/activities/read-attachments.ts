import { isRecord } from '../../base/is-record.ts';
import type { ApiCall } from '../base/api-call.ts';

/** The id of the uploaded file with this URL; an empty text for other URLs. */
export function fileIdOf(url: unknown): string {
  return /\/go\/file\/(\w+)\//.exec(String(url))?.[1] ?? '';
}

/** Reads the `attachments` of a body in the form that responses have, with the sizes of uploaded files. */
export function readAttachments({ body, data }: Pick<ApiCall, 'body' | 'data'>): { attachments?: object[] } {
  const { attachments } = body;
  if (attachments === undefined) return {};
  const files: readonly unknown[] = Array.isArray(attachments) ? attachments : [];
  const sizeOf = ({ url }: Record<string, unknown>): number | null =>
    data.files.get(fileIdOf(url))?.content?.size ?? null;
  return {
    attachments: files.filter(isRecord).map((file) => ({ content_type: null, size: sizeOf(file), ...file })),
  };
}

/** Reads the `attachments` of a text message, which are media with an id. */
export function readMedia(call: Pick<ApiCall, 'body' | 'data'>): { attachments?: object[] } {
  const { attachments } = readAttachments(call);
  if (attachments === undefined) return {};
  return {
    attachments: attachments.map((file) => {
      const media = { media_id: call.data.ids.id('media_'), thumbnail_url: Reflect.get(file, 'url') };
      return { ...file, size: Reflect.get(file, 'size') ?? 0, ...media };
    }),
  };
}
