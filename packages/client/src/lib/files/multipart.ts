/** A form with a file, and where the file begins in it. */
export interface MultipartForm {
  readonly body: Blob;
  readonly contentType: string;
  /** Bytes before the file. */
  readonly fileStart: number;
}

/** The file of a form. */
export interface FilePart {
  readonly file: Blob;
  readonly filename: string;
  readonly contentType: string;
}

/**
 * Encodes a form with a file as its last field. Some implementations of `fetch` know only their own `FormData`,
 * but all know `Blob`. The file is referred to, not copied, and the size of the form is known: storage refuses
 * one without.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export function encodeMultipart(fields: Readonly<Record<string, string>>, part: FilePart): MultipartForm {
  const boundary = `closekit-${crypto.randomUUID()}`;
  const begin = (name: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"`;
  const texts = Object.entries(fields).map(([name, value]) => `${begin(name)}\r\n\r\n${value}\r\n`);
  const start = new Blob([
    ...texts,
    `${begin('file')}; filename="${escapeName(part.filename)}"\r\n`,
    `content-type: ${part.contentType}\r\n\r\n`,
  ]);
  return {
    body: new Blob([start, part.file, `\r\n--${boundary}--\r\n`]),
    contentType: `multipart/form-data; boundary=${boundary}`,
    fileStart: start.size,
  };
}

/** Escapes a name as browsers do. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
