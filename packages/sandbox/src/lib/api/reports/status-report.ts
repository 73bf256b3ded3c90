import { groupBy } from '../../base/group-by.ts';
import type { ApiCall } from '../base/api-call.ts';
import type { Span } from '../query/date-span.ts';
import { checkOrganization, isIn, leadsOfQuery, leadsQuery, spanOfQuery } from './report-scope.ts';
import { statusBefore, trackStatuses } from './status-history.ts';
import type { Tracked, WithStatus } from './status-history.ts';

interface StatusKind {
  readonly statuses: readonly { readonly id: string; readonly label: string }[];
  /** The members for pages in the app of Close, which lists of opportunities have, too. */
  readonly pages: Readonly<Record<string, string>>;
}

type Objects = readonly Pick<Tracked<unknown>, 'leadId' | 'spans'>[];

/** A move from one status to another; `from` is `null` for a new object. */
interface Move {
  readonly leadId: string;
  readonly from: string | null;
  readonly to: string;
}

const leadsPage = { _leads_page_url: 'https://app.close.com/leads/' };
const opportunitiesPage = { _opportunities_page_url: 'https://app.close.com/opportunities/' };

export function reportLeadStatuses(call: ApiCall): object {
  const { leads, leadStatuses } = call.data;
  return report(call, { statuses: leadStatuses.all(), pages: leadsPage }, leads.all());
}

export function reportOpportunityStatuses(call: ApiCall): object {
  const { opportunities, opportunityStatuses } = call.data;
  const pages = { ...leadsPage, ...opportunitiesPage };
  return report(call, { statuses: opportunityStatuses.all(), pages }, opportunities.all());
}

function report(
  call: ApiCall,
  kind: StatusKind,
  rows: readonly (WithStatus & { user_id?: string })[],
): object {
  checkOrganization(call);
  const userId = call.query.get('user_id');
  const isWanted = leadsOfQuery(call);
  const wanted = rows.filter(
    ({ id, lead_id = id, user_id = userId }) => isWanted(lead_id) && user_id === (userId ?? user_id),
  );
  const objects = trackStatuses(call.data, wanted);
  const { start, end } = spanOfQuery(call);
  const span = { start, end: Math.min(end, call.now + 1) };
  const known = [
    ...kind.statuses.map(({ id }) => id),
    ...objects.flatMap(({ spans }) => spans.map(({ statusId }) => statusId)),
  ];
  const moves = objects.flatMap((object) => movesOf(object, span));
  const netMoves = objects.flatMap((object) => netMoveOf(object, span));
  return {
    status_overview: [...new Set(known)].map((id) => ({
      ...describe('status', kind, id),
      ...flowOf(id, objects, { kind, span }),
    })),
    status_transitions: transitions(kind, moves),
    status_transitions_summary: transitions(kind, netMoves),
  };
}

function flowOf(id: string, objects: Objects, { kind, span }: { kind: StatusKind; span: Span }): object {
  const isAt = ({ spans }: Objects[number], at: number): boolean => statusBefore(spans, at) === id;
  const passing = (edge: 'start' | 'end'): Objects =>
    objects.flatMap((object) =>
      object.spans.filter((own) => own.statusId === id && isIn(span, own[edge])).map(() => object),
    );
  const started = objects.filter((object) => isAt(object, span.start));
  const ended = objects.filter((object) => isAt(object, span.end));
  const groups = Object.entries({
    started,
    ended,
    entered: passing('start'),
    left: passing('end'),
    gained: ended.filter((object) => !isAt(object, span.start)),
    lost: started.filter((object) => !isAt(object, span.end)),
  });
  const mapGroups = (read: (found: Objects) => string | number): object =>
    Object.fromEntries(groups.map(([name, found]) => [name, read(found)]));
  const change = ended.length - started.length;
  return {
    ...mapGroups((found) => found.length),
    change,
    change_percent: Math.round((change / (started.length || 1)) * 100),
    _queries: mapGroups(leadsQuery),
    ...Object.fromEntries(
      Object.entries(kind.pages).map(([name, url]) => [`${name}s`, mapGroups(() => url)]),
    ),
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

function movesOf({ leadId, spans }: Objects[number], span: Span): Move[] {
  return spans.flatMap(({ statusId, start }, index) =>
    isIn(span, start) ? [{ leadId, from: spans[index - 1]?.statusId ?? null, to: statusId }] : [],
  );
}

function netMoveOf({ leadId, spans }: Objects[number], { start, end }: Span): Move[] {
  const [from, to] = [statusBefore(spans, start), statusBefore(spans, end)];
  return to === null || from === to ? [] : [{ leadId, from, to }];
}

/** One row per pair of statuses. Only leads have rows of new objects. */
function transitions(kind: StatusKind, moves: readonly Move[]): object[] {
  const shown = moves.filter(({ from }) => from !== null || kind.pages === leadsPage);
  return [...groupBy(shown, ({ from, to }) => `${from} ${to}`).values()].map((group) => ({
    ...describe('from_status', kind, group[0]?.from ?? null),
    ...describe('to_status', kind, group[0]?.to ?? null),
    count: group.length,
    _query: leadsQuery(group),
    ...kind.pages,
  }));
}
