import type { ActivityRow } from '../model/rows/record-rows.ts';
import type { RecordTables } from '../model/organization-data.ts';
import { compareText } from '../model/sorted-rows.ts';
import { Table } from '../model/table.ts';
import type { Row, RowSource } from '../model/table.ts';
import type { SeededLead } from './lead-seed.ts';

/** The leads of an organization that are seeded when they are needed. Indexes rise with the time of creation. */
export interface LeadSeeds {
  readonly count: number;
  readonly indexOf: (id: string) => number | undefined;
  readonly seedAt: (index: number) => SeededLead;
  readonly timelineAt: (index: number) => readonly ActivityRow[];
  /** A time that the leads up to an index are not created after. */
  readonly latestOf: (index: number) => string;
  /** A time that no seeded row is created after. */
  readonly now: string;
}

const firstBatch = 128;
const largestBatch = 2048;
/** More than the rows of one lead in one table. */
const placesPerLead = 1000;

/** A lead whose rows are seeded in its turn, and a time that none of them is created after. */
interface Turn {
  readonly index: number;
  readonly end: string;
}

export function createLazyTables(seeds: LeadSeeds): RecordTables {
  const byLead = createSource(seeds, {
    turnAt: (rank) => ({ index: rank, end: seeds.latestOf(rank) }),
    seed: (index) => {
      const { lead, contacts, opportunities, tasks } = seeds.seedAt(index);
      seedRows(tables.leads, index, [lead]);
      seedRows(tables.contacts, index, contacts);
      seedRows(tables.opportunities, index, opportunities);
      seedRows(tables.tasks, index, tasks);
    },
  });
  let turns: readonly Turn[] | undefined;
  const timelines = createSource(seeds, {
    turnAt: (rank) => (turns ??= listTimelines(seeds))[rank],
    seed: (index) => seedRows(tables.activities, index, seeds.timelineAt(index)),
  });
  // A contact is created with its lead, an opportunity or task at any time after it.
  const byTime = { ...byLead, newestLeft: () => byLead.newestLeft() && seeds.now };
  const tables: RecordTables = {
    leads: new Table({ ...byLead, countLeft: byLead.left }),
    contacts: new Table(byLead),
    opportunities: new Table(byTime),
    tasks: new Table(byTime),
    activities: new Table(timelines),
  };
  return tables;
}

function seedRows<T extends Row>(table: Table<T>, index: number, rows: readonly T[]): void {
  for (const [place, row] of rows.entries()) table.seed(row, index * placesPerLead + place);
}

/** Seeds each lead once: for an id, or in turn from the highest rank down, in batches that grow. */
function createSource(
  { count, indexOf }: LeadSeeds,
  { turnAt, seed }: { turnAt: (rank: number) => Turn | undefined; seed: (index: number) => void },
): RowSource & { readonly left: () => number } {
  const done = new Set<number>();
  let rank = count - 1;
  let batch = firstBatch;

  function create(index: number | undefined): void {
    if (index === undefined || done.has(index)) return;
    done.add(index);
    seed(index);
  }
  return {
    create: (id) => create(done.size === count ? undefined : indexOf(id)),
    createAll: () => {
      for (let index = 0; index < count && done.size < count; index += 1) create(index);
    },
    createNewest: () => {
      for (const end = rank - batch; rank > end && rank >= 0; rank -= 1) create(turnAt(rank)?.index);
      batch = Math.min(batch * 2, largestBatch);
    },
    newestLeft: () => (done.size === count ? undefined : turnAt(rank)?.end),
    left: () => count - done.size,
  };
}

/** The timelines, that which ends last at the end. */
function listTimelines({ count, seedAt }: LeadSeeds): Turn[] {
  const turns = Array.from({ length: count }, (_, index) => ({ index, end: endOf(seedAt(index)) }));
  return turns.toSorted((a, b) => compareText(a.end, b.end) || a.index - b.index);
}

/** No activity is later than the last change of the lead, a deal or a completed task. */
function endOf({ lead, opportunities, tasks }: SeededLead): string {
  const changed = [lead, ...opportunities, ...tasks.filter(({ is_complete }) => is_complete)];
  return changed.map(({ date_updated }) => date_updated).reduce((end, date) => (date > end ? date : end));
}
