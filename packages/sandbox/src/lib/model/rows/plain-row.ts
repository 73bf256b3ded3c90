/** A stored object that goes over the wire as it is. */
export interface PlainRow {
  readonly id: string;
  lead_id?: string | null;
  [name: string]: unknown;
}
