import type { OrganizationData } from '../model/organization-data.ts';
import type { Row, RowSource } from '../model/table.ts';
import { Table } from '../model/table.ts';
import type { SeededLead } from './lead-seed.ts';

/** The leads of an organization that are seeded when they are needed. Indexes rise with the time of creation. */
export interface LeadSeeds {
  readonly count: number;
  /** The index of the lead that an id belongs to. */
  indexOf(id: string): number | undefined;
  /** Seeds the lead at an index. The same index gives the same rows. */
  seedAt(index: number): SeededLead;
  /** A time that the leads up to an index are not created after. */
  latestOf(index: number): string;
  /** A time that no seeded row is created after. */
  readonly now: string;
}

type LeadTables = Pick<OrganizationData, 'leads' | 'contacts' | 'opportunities' | 'tasks'>;

const firstBatch = 128;
const largestBatch = 2048;
/** More than the rows of one lead in one table. */
const placesPerLead = 1000;

/** The sizes of batches: each is twice as large as the one before, up to a limit. */
export function createBatches(): () => number {
  let size = firstBatch / 2;
  return () => {
    size = Math.min(size * 2, largestBatch);
    return size;
  };
}

/** Adds the rows of a lead to a table. */
export function seedRows<T extends Row>(table: Table<T>, index: number, rows: readonly T[]): void {
  for (const [place, row] of rows.entries()) table.seed(row, index * placesPerLead + place);
}

/** Creates the tables of leads and their records. */
export function createLeadTables(seeds: LeadSeeds): LeadTables {
  const done = new Set<number>();
  const nextBatch = createBatches();
  let newest = seeds.count - 1;

  function create(index: number): void {
    if (done.has(index)) return;
    done.add(index);
    const { lead, contacts, opportunities, tasks } = seeds.seedAt(index);
    seedRows(tables.leads, index, [lead]);
    seedRows(tables.contacts, index, contacts);
    seedRows(tables.opportunities, index, opportunities);
    seedRows(tables.tasks, index, tasks);
  }
  function createNewest(most: number): void {
    for (let left = most; left > 0 && newest >= 0; left -= 1) {
      create(newest);
      newest -= 1;
    }
  }
  function sourceOf(latest: () => string): RowSource {
    return {
      create: (id) => {
        const index = newest < 0 ? undefined : seeds.indexOf(id);
        if (index !== undefined) create(index);
      },
      createAll: () => createNewest(seeds.count),
      createNewest: () => createNewest(nextBatch()),
      newestLeft: () => (newest < 0 ? undefined : latest()),
    };
  }
  // A contact is created with its lead, the other records at any time after it.
  const byLead = sourceOf(() => seeds.latestOf(newest));
  const byTime = sourceOf(() => seeds.now);
  const tables: LeadTables = {
    leads: new Table({ ...byLead, countLeft: () => seeds.count - done.size }),
    contacts: new Table(byLead),
    opportunities: new Table(byTime),
    tasks: new Table(byTime),
  };
  return tables;
}
