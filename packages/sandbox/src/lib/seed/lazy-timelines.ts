import { compareText } from '../model/sorted-rows.ts';
import type { ActivityRow } from '../model/rows/activity-row.ts';
import { Table } from '../model/table.ts';
import { createBatches, seedRows } from './lazy-leads.ts';
import type { LeadSeeds } from './lazy-leads.ts';
import type { SeededLead } from './lead-seed.ts';

/** Leads that are seeded when they are needed, with their timelines. */
export interface TimelineSeeds extends LeadSeeds {
  /** Seeds the timeline of the lead at an index. The same index gives the same rows. */
  timelineAt(index: number): readonly ActivityRow[];
}

/** Creates the table of activities. For the newest ones only the timelines that end last are seeded. */
export function createActivityTable(seeds: TimelineSeeds): Table<ActivityRow> {
  const done = new Set<number>();
  const nextBatch = createBatches();
  let waiting: Timeline[] | undefined;

  function create(index: number): void {
    if (done.has(index)) return;
    done.add(index);
    seedRows(table, index, seeds.timelineAt(index));
  }
  /** The timelines that are not seeded, that which ends last at the end. */
  function listWaiting(): Timeline[] {
    waiting ??= listTimelines(seeds);
    for (let last = waiting.at(-1); last !== undefined && done.has(last.index); last = waiting.at(-1)) {
      waiting.pop();
    }
    return waiting;
  }
  const table: Table<ActivityRow> = new Table({
    create: (id) => {
      const index = done.size === seeds.count ? undefined : seeds.indexOf(id);
      if (index !== undefined) create(index);
    },
    createAll: () => {
      for (let index = 0; index < seeds.count && done.size < seeds.count; index += 1) create(index);
    },
    createNewest: () => {
      for (const { index } of listWaiting().splice(-nextBatch())) create(index);
    },
    newestLeft: () => listWaiting().at(-1)?.end,
  });
  return table;
}

interface Timeline {
  readonly index: number;
  readonly end: string;
}

function listTimelines(seeds: LeadSeeds): Timeline[] {
  const timelines = Array.from({ length: seeds.count }, (_, index) => ({
    index,
    end: endOf(seeds.seedAt(index)),
  }));
  return timelines.toSorted((a, b) => compareText(a.end, b.end) || a.index - b.index);
}

/** The end of a timeline: no activity is later than the last change of the lead, a deal or a completed task. */
function endOf({ lead, opportunities, tasks }: SeededLead): string {
  const finished = tasks.filter((task) => task.is_complete);
  const changed = [lead, ...opportunities, ...finished].map(({ date_updated }) => date_updated);
  return changed.reduce((end, date) => (date > end ? date : end));
}
