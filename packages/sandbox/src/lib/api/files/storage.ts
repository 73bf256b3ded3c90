// The paths of the storage host: where upload forms are sent to, and where files and exports are.
export const uploadFolder = '/storage/upload/';
export const filePath = '/storage/file/:id/:name';
export const exportPath = '/storage/export/:id/:name';

const linkLifetimeMs = 60_000;

/** A URL of the storage host that works without a credential and expires after a minute. */
export function signedUrl(
  storageOrigin: string,
  kind: 'file' | 'export',
  { id, name, now }: { readonly id: string; readonly name: string; readonly now: number },
): string {
  const path = `/storage/${kind}/${id}/${encodeURIComponent(name)}`;
  return `${storageOrigin}${path}?expires=${now + linkLifetimeMs}`;
}

export function isSigned(url: string, now: number): boolean {
  return Number(new URL(url).searchParams.get('expires')) > now;
}

/** The path that the API redirects to storage from. */
export const fileLinkPath = '/go/file/:id/:name';

/** The URL of a file in attachments. Close's app has its own host, and so has the real URL. */
export function fileLink({ id, filename }: { readonly id: string; readonly filename: string }): string {
  return `https://app.close.com/go/file/${id}/${encodeURIComponent(filename)}`;
}

/** An error of the storage host: XML, as file stores send it. */
export function refuseStorage(status: number, code: string, message: string = code): Response {
  const detail = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${detail}`, {
    status,
    headers: { 'content-type': 'application/xml' },
  });
}

/** The headers of a file that is saved under a name. */
export function attachmentHeaders(contentType: string, name: string): Record<string, string> {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name);
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
  };
}
