import type { ActivityRow } from '../model/rows/activity-row.ts';
import type { ActivityShelf } from '../model/organization-data.ts';
import { Table } from '../model/table.ts';
import type { LeadHistory } from './lead-seed.ts';

/** The timelines of seeded leads, each made when somebody looks at it. */
export interface LazyActivities extends ActivityShelf {
  /** Says that a lead has a timeline that is still to be made. */
  expect(history: LeadHistory): void;
}

/** Makes a shelf whose timelines come from `make`. */
export function createLazyActivities(make: (history: LeadHistory) => readonly ActivityRow[]): LazyActivities {
  const table = new Table<ActivityRow>();
  const expected = new Map<string, LeadHistory>();

  function makeFor(history: LeadHistory): void {
    expected.delete(history.lead.id);
    for (const row of make(history)) table.add(row);
  }
  function makeAll(): void {
    for (const history of expected.values()) makeFor(history);
  }
  // Making a timeline changes nothing: only what comes in from outside is told to the watcher.
  const shelf: LazyActivities = {
    watcher: undefined,
    expect: (history) => {
      expected.set(history.lead.id, history);
    },
    add: (row) => {
      shelf.watcher?.touch(row, undefined);
      return table.add(row);
    },
    update: (row, patch) => {
      shelf.watcher?.touch(row, { ...row });
      table.update(row, patch);
    },
    remove: (row) => {
      shelf.watcher?.touch(row, { ...row });
      table.remove(row);
    },
    ofLead: (leadId) => {
      const history = expected.get(leadId);
      if (history !== undefined) makeFor(history);
      return table.ofLead(leadId);
    },
    get: (id) => {
      if (table.get(id) === undefined) makeAll();
      return table.get(id);
    },
    all: () => {
      makeAll();
      return table.all();
    },
  };
  return shelf;
}
