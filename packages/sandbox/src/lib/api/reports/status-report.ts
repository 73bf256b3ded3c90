import { groupBy } from '../../base/group-by.ts';
import type { ApiCall } from '../base/api-call.ts';
import { isIn, rangeOf } from './report-range.ts';
import type { TimeRange } from './report-range.ts';
import { checkOrganization, leadsOfQuery, leadsQuery } from './report-selection.ts';
import { statusBefore, trackLeads, trackOpportunities } from './status-history.ts';
import type { Tracked } from './status-history.ts';

/** The statuses of one kind of object. */
interface StatusKind {
  /** The current statuses. */
  readonly statuses: readonly { readonly id: string; readonly label: string }[];
  readonly isOfLeads: boolean;
}

/** A move from one status to another; `from` is `null` for a new object. */
interface Move {
  readonly leadId: string;
  readonly from: string | null;
  readonly to: string;
}

type Objects = readonly Pick<Tracked<unknown>, 'leadId' | 'spans'>[];

const leadsPage = 'https://app.close.com/leads/';
const opportunitiesPage = 'https://app.close.com/opportunities/';

/** How many leads entered and left each status. */
export function reportLeadStatuses(call: ApiCall): object {
  checkOrganization(call);
  const { data } = call;
  const wanted = leadsOfQuery(call);
  const leads = data.leads.all().filter(({ id }) => wanted?.has(id) ?? true);
  return report(call, { statuses: data.leadStatuses.all(), isOfLeads: true }, trackLeads(data, leads));
}

/** How many opportunities entered and left each status. */
export function reportOpportunityStatuses(call: ApiCall): object {
  checkOrganization(call);
  const { data, query } = call;
  const wanted = leadsOfQuery(call);
  const userId = query.get('user_id');
  const rows = data.opportunities
    .all()
    .filter(({ lead_id, user_id }) => (wanted?.has(lead_id) ?? true) && user_id === (userId ?? user_id));
  const kind = { statuses: data.opportunityStatuses.all(), isOfLeads: false };
  return report(call, kind, trackOpportunities(data, rows));
}

function report({ query, now }: ApiCall, kind: StatusKind, objects: Objects): object {
  const { start, end } = rangeOf('date_end', query.get('date_start'), query.get('date_end'));
  const range = { start, end: Math.min(end, now + 1) };
  const ids = new Set(objects.flatMap(({ spans }) => spans.map(({ statusId }) => statusId)));
  const deleted = [...ids].filter((id) => !kind.statuses.some((status) => status.id === id));
  return {
    status_overview: [...kind.statuses.map(({ id }) => id), ...deleted].map((id) =>
      flowOf(id, { kind, objects, range }),
    ),
    status_transitions: transitions(
      kind,
      objects.flatMap((object) => movesOf(object, range)),
    ),
    status_transitions_summary: transitions(
      kind,
      objects.flatMap((object) => netMoveOf(object, range)),
    ),
  };
}

function flowOf(
  id: string,
  { kind, objects, range }: { kind: StatusKind; objects: Objects; range: TimeRange },
): object {
  const isStarted = ({ spans }: Objects[number]): boolean => statusBefore(spans, range.start) === id;
  const isEnded = ({ spans }: Objects[number]): boolean => statusBefore(spans, range.end) === id;
  const passes = (edge: 'from' | 'to') =>
    objects.flatMap((object) =>
      object.spans.filter((span) => span.statusId === id && isIn(range, span[edge])).map(() => object),
    );
  const groups = {
    started: objects.filter(isStarted),
    ended: objects.filter(isEnded),
    entered: passes('from'),
    left: passes('to'),
    gained: objects.filter((object) => isEnded(object) && !isStarted(object)),
    lost: objects.filter((object) => isStarted(object) && !isEnded(object)),
  };
  const texts = (text: (found: Objects) => string): object =>
    Object.fromEntries(Object.entries(groups).map(([name, found]) => [name, text(found)]));
  const change = groups.ended.length - groups.started.length;
  return {
    ...describe('', kind, id),
    ...Object.fromEntries(Object.entries(groups).map(([name, found]) => [name, found.length])),
    change,
    change_percent: Math.round((change / (groups.started.length || 1)) * 100),
    _queries: texts(queryFor),
    _leads_page_urls: texts(() => leadsPage),
    ...(!kind.isOfLeads && { _opportunities_page_urls: texts(() => opportunitiesPage) }),
  };
}

function describe(prefix: '' | 'from_' | 'to_', { statuses }: StatusKind, id: string | null): object {
  const status = statuses.find((item) => item.id === id);
  return {
    [`${prefix}status_id`]: id,
    [`${prefix}status_label`]: id === null ? null : (status?.label ?? 'Deleted status'),
    [`${prefix}status_is_deleted`]: id === null ? null : status === undefined,
  };
}

function movesOf({ leadId, spans }: Objects[number], range: TimeRange): Move[] {
  return spans.flatMap(({ statusId, from }, index) =>
    isIn(range, from) ? [{ leadId, from: spans[index - 1]?.statusId ?? null, to: statusId }] : [],
  );
}

function netMoveOf({ leadId, spans }: Objects[number], { start, end }: TimeRange): Move[] {
  const [from, to] = [statusBefore(spans, start), statusBefore(spans, end)];
  return to === null || from === to ? [] : [{ leadId, from, to }];
}

/** One row per pair of statuses. Only leads have rows of new objects. */
function transitions(kind: StatusKind, moves: readonly Move[]): object[] {
  const shown = moves.filter(({ from }) => kind.isOfLeads || from !== null);
  return [...groupBy(shown, ({ from, to }) => `${from} ${to}`).values()].flatMap((group) =>
    group.slice(0, 1).map(({ from, to }) => ({
      ...describe('from_', kind, from),
      ...describe('to_', kind, to),
      count: group.length,
      _query: queryFor(group),
      _leads_page_url: leadsPage,
      ...(!kind.isOfLeads && { _opportunities_page_url: opportunitiesPage }),
    })),
  );
}

function queryFor(objects: readonly { readonly leadId: string }[]): string {
  return leadsQuery(objects.map(({ leadId }) => leadId));
}
