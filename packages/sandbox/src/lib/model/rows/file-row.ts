/** A file of the storage host. */
export interface FileRow {
  readonly id: string;
  readonly filename: string;
  readonly content_type: string;
  /** The upload must begin before this time, in milliseconds since 1970. */
  readonly uploadUntil: number;
  /** The signature of the upload form. */
  readonly signature: string;
  /** The content, once uploaded. */
  content?: Blob;
}
