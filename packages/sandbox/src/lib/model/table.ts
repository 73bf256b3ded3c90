/** The common fields of rows. Rows use Close's spelling, because they are stored as sent over the wire. */
export interface Row {
  readonly id: string;
  lead_id?: string | null;
}

/** Observes rows; called just before each change. */
export interface RowWatcher<T> {
  /** `before` is a copy of the unchanged row, or `undefined` for a new one. */
  beforeChange(row: T, before: T | undefined): void;
}

/** A table of rows, indexed by id and by lead. */
export class Table<T extends Row> {
  /** Observes changes while it is set. */
  watcher: RowWatcher<T> | undefined;
  readonly #rows = new Map<string, T>();
  readonly #byLead = new Map<string, T[]>();
  #all: readonly T[] | undefined;

  /** Adds a row and returns it. */
  add(row: T): T {
    this.watcher?.beforeChange(row, undefined);
    this.#rows.set(row.id, row);
    this.#all = undefined;
    this.#link(row);
    return row;
  }

  /** The row with this id. */
  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  /** Changes a row in place. Keys that are absent from the patch stay unchanged. */
  update(row: T, patch: Partial<T>): void {
    this.watcher?.beforeChange(row, { ...row });
    const isMove = patch.lead_id !== undefined && patch.lead_id !== row.lead_id;
    if (isMove) this.#unlink(row);
    Object.assign(row, patch);
    if (isMove) this.#link(row);
  }

  /** Removes a row. */
  remove(row: T): void {
    this.watcher?.beforeChange(row, { ...row });
    this.#unlink(row);
    this.#rows.delete(row.id);
    this.#all = undefined;
  }

  /** All rows in insertion order. */
  all(): readonly T[] {
    this.#all ??= [...this.#rows.values()];
    return this.#all;
  }

  /** The rows of one lead in insertion order. */
  ofLead(leadId: string): T[] {
    return [...(this.#byLead.get(leadId) ?? [])];
  }

  #link(row: T): void {
    if (row.lead_id === undefined || row.lead_id === null) return;
    const siblings = this.#byLead.get(row.lead_id);
    if (siblings === undefined) this.#byLead.set(row.lead_id, [row]);
    else siblings.push(row);
  }

  #unlink(row: T): void {
    if (row.lead_id === undefined || row.lead_id === null) return;
    const siblings = this.#byLead.get(row.lead_id) ?? [];
    this.#byLead.set(
      row.lead_id,
      siblings.filter((sibling) => sibling !== row),
    );
  }
}
