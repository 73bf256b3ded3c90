/** A stored object in wire format. */
export interface PlainRow {
  readonly id: string;
  lead_id?: string | null;
  [name: string]: unknown;
}
