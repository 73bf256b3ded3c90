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
