import type { ActivityRow } from '../model/rows/activity-row.ts';
import type { ActivityStore } from '../model/organization-data.ts';
import { Table } from '../model/table.ts';
import type { LeadHistory } from './lead-seed.ts';

/** A store of activities that generates the timeline of a seeded lead on first read. */
export interface LazyActivities extends ActivityStore {
  /** Registers a lead whose timeline is not generated yet. */
  register(history: LeadHistory): void;
}

/** Creates a store that generates timelines with `seedTimeline`. */
export function createLazyActivities(
  seedTimeline: (history: LeadHistory) => readonly ActivityRow[],
): LazyActivities {
  const table = new Table<ActivityRow>();
  const unseeded = new Map<string, LeadHistory>();

  function seedTimelineOf(history: LeadHistory): void {
    unseeded.delete(history.lead.id);
    for (const row of seedTimeline(history)) table.add(row);
  }
  function seedAll(): void {
    for (const history of unseeded.values()) seedTimelineOf(history);
  }
  // Generating a timeline is not a change: the watcher observes only calls from outside.
  const store: LazyActivities = {
    watcher: undefined,
    register: (history) => {
      unseeded.set(history.lead.id, history);
    },
    add: (row) => {
      store.watcher?.beforeChange(row, undefined);
      return table.add(row);
    },
    update: (row, patch) => {
      store.watcher?.beforeChange(row, { ...row });
      table.update(row, patch);
    },
    remove: (row) => {
      store.watcher?.beforeChange(row, { ...row });
      table.remove(row);
    },
    ofLead: (leadId) => {
      const history = unseeded.get(leadId);
      if (history !== undefined) seedTimelineOf(history);
      return table.ofLead(leadId);
    },
    get: (id) => {
      if (table.get(id) === undefined) seedAll();
      return table.get(id);
    },
    all: () => {
      seedAll();
      return table.all();
    },
  };
  return store;
}
