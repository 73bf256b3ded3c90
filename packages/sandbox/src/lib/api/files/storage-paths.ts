/** The path that upload forms are sent to. */
export const uploadFolder = '/storage/upload/';

/** The path of uploaded files at the storage host. */
export const filePath = '/storage/file/:id/:name';

/** The path of export files at the storage host. */
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

/** Whether a signed URL is still good. */
export function isSigned(url: string, now: number): boolean {
  return Number(new URL(url).searchParams.get('expires')) > now;
}

/** The path that the API redirects to storage from. */
export const fileLinkPath = '/go/file/:id/:name';

/** The URL of a file in attachments. Close's app has its own host, and so has the real URL. */
export function fileLink({ id, filename }: { readonly id: string; readonly filename: string }): string {
  return `https://app.close.com/go/file/${id}/${encodeURIComponent(filename)}`;
}
