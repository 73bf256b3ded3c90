import type { Random } from '../base/random.ts';
import { compareText, SortedRows } from './sorted-rows.ts';
import type { Compare } from './sorted-rows.ts';

/** The common fields of rows. Rows use Close's spelling, because they are stored as sent over the wire. */
export interface Row {
  readonly id: string;
  lead_id?: string | null;
  date_created?: unknown;
}

/** When a row changes, how the changes are numbered, and which of them are forgotten. */
export interface ChangeMark {
  readonly at: number;
  /** Rises from request to request. */
  readonly number: number;
  readonly forgetUntil: number;
}

export interface RowChange<T> extends Omit<ChangeMark, 'forgetUntil'> {
  readonly id: string;
  readonly before: T | undefined;
  readonly place: number;
}

/** Creates the seeded rows of a table when they are needed. */
export interface RowSource {
  /** Creates the rows of the lead that an id belongs to: its own id, or that of one of its rows. */
  create(id: string): void;
  createAll(): void;
  createNewest(): void;
  /** The rows that are not created yet are not newer than this; `undefined` if all are created. */
  newestLeft(): string | undefined;
  /** The number of rows that are not created yet, if it is known. */
  readonly countLeft?: () => number;
}

const mostOrders = 12;
/** The place of the first row that was not seeded. */
const firstPlace = 2 ** 50;

/** A table of rows, indexed by id and by lead, with the orders in which they were read. */
export class Table<T extends Row> {
  /** Called just before each change, with a copy of the unchanged row. Creating seeded rows is not a change. */
  watcher: { beforeChange(row: T, before: T | undefined): void } | undefined;
  /** Shuffles rows that are equal in the order of a list, if it is set. */
  ties: Random | undefined;
  version = 0;
  /** The changes that are kept, oldest first. */
  readonly changes: RowChange<T>[] = [];
  readonly #rows = new Map<string, T>();
  /** Where each row stands among rows that are equal in an order. */
  readonly #places = new Map<T, number>();
  readonly #byLead = new Map<string, T[]>();
  readonly #orders = new Map<string, SortedRows<T>>();
  readonly #source: RowSource | undefined;
  readonly #leadVersions = new Map<string, number>();
  #amendments = 0;
  #nextPlace = firstPlace;

  constructor(source?: RowSource) {
    this.#source = source;
  }

  get created(): number {
    return this.#rows.size;
  }

  /** Increases with each change of a lead, or of a row that belongs to it. */
  versionOf(leadId: string): number {
    return (this.#leadVersions.get(leadId) ?? 0) + this.#amendments;
  }

  /** Keeps a change that is about to happen, and forgets those until a time. */
  keepChange(row: T, before: T | undefined, { forgetUntil, ...mark }: ChangeMark): void {
    while ((this.changes[0]?.at ?? Number.POSITIVE_INFINITY) <= forgetUntil) this.changes.shift();
    this.changes.push({ ...mark, id: row.id, before, place: this.#places.get(row) ?? firstPlace });
  }

  /** A table without some of the kept changes and with this version; this table, if there are none of them. */
  before(isUndone: (change: RowChange<T>) => boolean, version: number): Table<T> {
    const undone = this.changes.filter(isUndone).toReversed();
    if (undone.length === 0) return this;
    const table = new Table<T>();
    table.ties = this.ties;
    const changed = new Map(undone.map((change) => [change.id, change]));
    for (const row of this.all())
      if (!changed.has(row.id)) table.seed(row, this.#places.get(row) ?? firstPlace);
    for (const { before, place } of changed.values()) if (before !== undefined) table.seed(before, place);
    table.version = version;
    table.#amendments = version;
    return table;
  }

  add(row: T): T {
    this.watcher?.beforeChange(row, undefined);
    this.seed(row, this.#nextPlace++);
    this.#noteChange(row);
    return row;
  }

  /** Adds a seeded row. Of rows that are equal in an order, that with the lower place comes first. */
  seed(row: T, place: number): void {
    this.#rows.set(row.id, row);
    this.#places.set(row, place);
    this.#siblingsOf(row).push(row);
    this.#mark(row);
  }

  get(id: string): T | undefined {
    if (!this.#rows.has(id)) this.#source?.create(id);
    return this.#rows.get(id);
  }

  /** Changes a row in place. Keys that are absent from the patch stay unchanged. */
  update(row: T, patch: Partial<T>): void {
    this.watcher?.beforeChange(row, { ...row });
    const isMove = patch.lead_id !== undefined && patch.lead_id !== row.lead_id;
    if (isMove) {
      this.#unlink(row);
      this.#noteChange(row);
    }
    Object.assign(row, patch);
    if (isMove) this.#siblingsOf(row).push(row);
    this.#mark(row);
    this.#noteChange(row);
  }

  remove(row: T): void {
    this.watcher?.beforeChange(row, { ...row });
    this.#unlink(row);
    this.#rows.delete(row.id);
    this.#places.delete(row);
    this.#mark(row);
    this.#noteChange(row);
  }

  /** Changes every row in place, unobserved. */
  amendAll(amend: (row: T) => void): void {
    for (const row of this.all()) amend(row);
    this.#orders.clear();
    this.version += 1;
    this.#amendments += 1;
  }

  count(): number {
    if (this.#source?.countLeft === undefined) this.#source?.createAll();
    return this.#rows.size + (this.#source?.countLeft?.() ?? 0);
  }

  /** All rows: the seeded ones, then the others in insertion order. */
  all(): readonly T[] {
    return this.sorted('', () => 0);
  }

  /** The rows of one lead: the seeded ones, then the others in insertion order. */
  ofLead(leadId: string): T[] {
    this.#source?.create(leadId);
    return [...(this.#byLead.get(leadId) ?? [])];
  }

  /** All rows in an order that depends on nothing but the rows and its name, under which it is kept. */
  sorted(name: string, compare: Compare<T>): readonly T[] {
    this.#source?.createAll();
    return this.#order(name, compare).of(this.#places);
  }

  /** The rows since a time, newest first. Seeded rows are created as the reader gets to them. */
  *newest(since = ''): Generator<T, void, undefined> {
    let count = 0;
    for (;;) {
      const left = this.#source?.newestLeft();
      const rows = this.#order('newest', compareAge).of(this.#places);
      for (let row = rows[count]; row !== undefined; row = rows[count]) {
        const created = String(row.date_created);
        if (created < since) return;
        if (left !== undefined && created <= left) break;
        count += 1;
        yield row;
      }
      if (left === undefined || left < since) return;
      this.#source?.createNewest();
    }
  }

  #order(name: string, compare: Compare<T>): SortedRows<T> {
    const placeOf = (row: T): number => this.#places.get(row) ?? 0;
    const order =
      this.#orders.get(name) ?? new SortedRows((a, b) => compare(a, b) || placeOf(a) - placeOf(b));
    // The order that was not read for the longest time is dropped.
    this.#orders.delete(name);
    this.#orders.set(name, order);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > mostOrders && oldest !== undefined) this.#orders.delete(oldest);
    return order;
  }

  #mark(row: T): void {
    for (const order of this.#orders.values()) order.mark(row);
  }

  #noteChange({ id, lead_id: leadId }: T): void {
    this.version += 1;
    const lead = leadId ?? id;
    this.#leadVersions.set(lead, (this.#leadVersions.get(lead) ?? 0) + 1);
  }

  #unlink(row: T): void {
    const siblings = this.#siblingsOf(row);
    siblings.splice(siblings.indexOf(row), 1);
  }

  /** The kept list of the rows of the same lead; of a row without one, an empty list that is not kept. */
  #siblingsOf({ lead_id: leadId }: T): T[] {
    if (leadId === undefined || leadId === null) return [];
    const siblings = this.#byLead.get(leadId) ?? [];
    this.#byLead.set(leadId, siblings);
    return siblings;
  }
}

/** Compares rows by `date_created`, newest first. */
export function compareAge(a: Row, b: Row): number {
  return compareText(String(b.date_created), String(a.date_created));
}
