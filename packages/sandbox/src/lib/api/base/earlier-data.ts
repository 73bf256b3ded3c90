import type { OrganizationData } from '../../model/organization-data.ts';
import type { Row, RowChange, Table } from '../../model/table.ts';
import type { ApiCall } from './api-call.ts';

type EarlierCall = Pick<ApiCall, 'data' | 'id' | 'now' | 'consistency'>;

/** The data as lists and search show it: without the changes that are too young. */
export function listedData({ data, now, consistency: { listDelayMs } }: EarlierCall): OrganizationData {
  return listDelayMs === 0 ? data : dataWithout(data, ({ at }) => at > now - listDelayMs);
}

/** The data as a GET by id sees it: if its object was deleted a short time ago, as it was before that request. */
export function readableData({ data, id, now, consistency }: EarlierCall): OrganizationData {
  const { leads, contacts, opportunities, tasks, activities, resources } = data;
  const tables: Table<Row>[] = [leads, contacts, opportunities, tasks, activities, ...resources.values()];
  const since = now - consistency.deletedReadableMs;
  const removals = tables.map((table) => removalOf(table, id));
  const removal = removals.find((one) => one !== undefined && one.at > since);
  return removal === undefined ? data : dataWithout(data, ({ number }) => number >= removal.number);
}

function removalOf(table: Table<Row>, id: string): RowChange<Row> | undefined {
  const last = table.changes.findLast((change) => change.id === id);
  return last === undefined || table.get(id) !== undefined ? undefined : last;
}

let views = 0;

type IsUndone = (change: Pick<RowChange<Row>, 'at' | 'number'>) => boolean;

function dataWithout(data: OrganizationData, isUndone: IsUndone): OrganizationData {
  views += 1;
  // Sums of up to seven versions differ from those of every other view, and from those of current tables.
  const version = -(views * 210 + 1) * 2 ** 20;
  const before = <T extends Row>(table: Table<T>): Table<T> => table.before(isUndone, version);
  return {
    ...data,
    leads: before(data.leads),
    contacts: before(data.contacts),
    opportunities: before(data.opportunities),
    tasks: before(data.tasks),
    activities: before(data.activities),
    // A table that is created on first use is created again when it is current: its seed is always the same.
    resources: new Map([...data.resources].map(([path, table]) => [path, before(table)])),
  };
}
