import { groupBy } from '../../base/group-by.ts';
import type { ApiCall } from '../base/api-call.ts';
import { isIn, rangeOf } from './report-range.ts';
import type { TimeRange } from './report-range.ts';
import { checkOrganization, leadsOfQuery, leadsQuery } from './report-selection.ts';
import { statusBefore, trackLeads, trackOpportunities } from './status-history.ts';
import type { Tracked } from './status-history.ts';

/** The statuses of one kind of object. */
interface StatusKind {
  readonly statuses: readonly { readonly id: string; readonly label: string }[];
  /** The members for pages in the app of Close, which lists of opportunities have, too. */
  readonly pages: readonly (readonly [name: string, url: string])[];
}

type Objects = readonly Pick<Tracked<unknown>, 'leadId' | 'spans'>[];

/** A move from one status to another; `from` is `null` for a new object. */
interface Move {
  readonly leadId: string;
  readonly from: string | null;
  readonly to: string;
}

const leadsPage = ['_leads_page_url', 'https://app.close.com/leads/'] as const;
const opportunitiesPage = ['_opportunities_page_url', 'https://app.close.com/opportunities/'] as const;

/** How many leads entered and left each status. */
export function reportLeadStatuses(call: ApiCall): object {
  checkOrganization(call);
  const { leads, leadStatuses } = call.data;
  const wanted = leadsOfQuery(call);
  const rows = leads.all().filter(({ id }) => wanted?.has(id) ?? true);
  return report(call, { statuses: leadStatuses.all(), pages: [leadsPage] }, trackLeads(call.data, rows));
}

/** How many opportunities entered and left each status. */
export function reportOpportunityStatuses(call: ApiCall): object {
  checkOrganization(call);
  const { opportunities, opportunityStatuses } = call.data;
  const wanted = leadsOfQuery(call);
  const userId = call.query.get('user_id');
  const rows = opportunities
    .all()
    .filter(({ lead_id, user_id }) => (wanted?.has(lead_id) ?? true) && user_id === (userId ?? user_id));
  const kind = { statuses: opportunityStatuses.all(), pages: [leadsPage, opportunitiesPage] };
  return report(call, kind, trackOpportunities(call.data, rows));
}

function report({ query, now }: ApiCall, kind: StatusKind, objects: Objects): object {
  const { start, end } = rangeOf('date_end', query.get('date_start'), query.get('date_end'));
  const range = { start, end: Math.min(end, now + 1) };
  const known = [
    ...kind.statuses.map(({ id }) => id),
    ...objects.flatMap(({ spans }) => spans.map((span) => span.statusId)),
  ];
  const moves = objects.flatMap((object) => movesOf(object, range));
  const netMoves = objects.flatMap((object) => netMoveOf(object, range));
  return {
    status_overview: [...new Set(known)].map((id) => flowOf(id, objects, { kind, range })),
    status_transitions: transitions(kind, moves),
    status_transitions_summary: transitions(kind, netMoves),
  };
}

function flowOf(
  id: string,
  objects: Objects,
  { kind, range }: { kind: StatusKind; range: TimeRange },
): object {
  const isAt =
    (at: number) =>
    (object: Objects[number]): boolean =>
      statusBefore(object.spans, at) === id;
  const [started, ended] = [objects.filter(isAt(range.start)), objects.filter(isAt(range.end))];
  const passing = (edge: 'from' | 'to'): Objects =>
    objects.flatMap((object) =>
      object.spans.filter((span) => span.statusId === id && isIn(range, span[edge])).map(() => object),
    );
  const groups = Object.entries({
    started,
    ended,
    entered: passing('from'),
    left: passing('to'),
    gained: ended.filter(({ spans }) => statusBefore(spans, range.start) !== id),
    lost: started.filter(({ spans }) => statusBefore(spans, range.end) !== id),
  });
  const texts = (text: (found: Objects) => string): object =>
    Object.fromEntries(groups.map(([name, found]) => [name, text(found)]));
  const change = ended.length - started.length;
  return {
    ...describe('status', kind, id),
    ...Object.fromEntries(groups.map(([name, found]) => [name, found.length])),
    change,
    change_percent: Math.round((change / (started.length || 1)) * 100),
    _queries: texts((found) => leadsQuery(found.map(({ leadId }) => leadId))),
    ...Object.fromEntries(kind.pages.map(([name, url]) => [`${name}s`, texts(() => url)])),
  };
}

function describe(prefix: string, { statuses }: StatusKind, id: string | null): object {
  const status = statuses.find((item) => item.id === id);
  return {
    [`${prefix}_id`]: id,
    [`${prefix}_label`]: id === null ? null : (status?.label ?? 'Deleted status'),
    [`${prefix}_is_deleted`]: id === null ? null : status === undefined,
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
  const shown = moves.filter(({ from }) => from !== null || kind.pages.length === 1);
  return [...groupBy(shown, ({ from, to }) => `${from} ${to}`).values()].map((group) => ({
    ...describe('from_status', kind, group[0]?.from ?? null),
    ...describe('to_status', kind, group[0]?.to ?? null),
    count: group.length,
    _query: leadsQuery(group.map(({ leadId }) => leadId)),
    ...Object.fromEntries(kind.pages),
  }));
}
