import type { ActivityRow } from '../model/activity-row.ts';
import type { LeadRow } from '../model/lead-row.ts';
import type { ActivityShelf } from '../model/organization-data.ts';
import { Table } from '../model/table.ts';

/** The timelines of seeded leads, each made when somebody looks at it. */
export interface LazyActivities extends ActivityShelf {
  /** Says that a lead has a timeline that is still to be made. */
  expect(lead: LeadRow): void;
}

/** Makes a shelf whose timelines come from `make`. */
export function createLazyActivities(make: (lead: LeadRow) => readonly ActivityRow[]): LazyActivities {
  const table = new Table<ActivityRow>();
  const expected = new Map<string, LeadRow>();

  function makeFor(lead: LeadRow): void {
    expected.delete(lead.id);
    for (const row of make(lead)) table.add(row);
  }
  function makeAll(): void {
    for (const lead of expected.values()) makeFor(lead);
  }
  // Making a timeline changes nothing: only what comes in from outside is told to the watcher.
  const shelf: LazyActivities = {
    watcher: undefined,
    expect: (lead) => {
      expected.set(lead.id, lead);
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
      const lead = expected.get(leadId);
      if (lead !== undefined) makeFor(lead);
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
