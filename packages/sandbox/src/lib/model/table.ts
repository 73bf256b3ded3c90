/** What every stored row has. Rows keep Close's own spelling: the store models what goes over the wire. */
export interface Row {
  readonly id: string;
  lead_id?: string | null;
}

/** Rows by id, with a second way in by lead. */
export class Table<T extends Row> {
  readonly #rows = new Map<string, T>();
  readonly #byLead = new Map<string, Set<T>>();

  /** Adds a row and hands it back. */
  add(row: T): T {
    this.#rows.set(row.id, row);
    this.#link(row);
    return row;
  }

  /** The row with this id. */
  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  /** Changes a row in place. Keys that are absent from the patch stay as they are. */
  update(row: T, patch: Partial<T>): void {
    this.#unlink(row);
    Object.assign(row, patch);
    this.#link(row);
  }

  /** Removes a row. */
  remove(row: T): void {
    this.#unlink(row);
    this.#rows.delete(row.id);
  }

  /** Every row, in the order of adding. */
  all(): T[] {
    return [...this.#rows.values()];
  }

  /** The rows of one lead, in the order of adding. */
  ofLead(leadId: string): T[] {
    return [...(this.#byLead.get(leadId) ?? [])];
  }

  /** How many rows there are. */
  get size(): number {
    return this.#rows.size;
  }

  #link(row: T): void {
    if (row.lead_id === undefined || row.lead_id === null) return;
    const siblings = this.#byLead.get(row.lead_id);
    if (siblings === undefined) this.#byLead.set(row.lead_id, new Set([row]));
    else siblings.add(row);
  }

  #unlink(row: T): void {
    if (row.lead_id !== undefined && row.lead_id !== null) this.#byLead.get(row.lead_id)?.delete(row);
  }
}
