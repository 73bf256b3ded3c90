import { isRecord } from '../base/is-record.ts';

/** The part of a cached query that decides whether it is affected. */
export interface CachedQuery {
  /** The key, which ends with the input of the call. */
  readonly queryKey: readonly unknown[];
  /** Its state, with the data. */
  readonly state: { readonly data: unknown };
}

/** A change at Close. */
export interface Change {
  /** The scope of the page: the second part of its keys. */
  readonly scope: string;
  /** The resource at the top of the tree: `activities`, not `activities.notes`. */
  readonly resource: string;
  /** The ids of the changed entity and of its lead, as far as they are known. */
  readonly ids: readonly string[];
}

/** The other resources that change with a resource: they contain its data, or counts of it. */
const others: Readonly<Record<string, string>> = {
  activities: 'leads contacts tasks search reporting',
  comments: 'activities opportunities',
  contacts: 'leads opportunities tasks search',
  customActivityTypes: 'activities customFields customFieldSchemas',
  customFieldSchemas: 'customFields customActivityTypes customObjectTypes',
  customFields:
    'customFieldSchemas customActivityTypes customObjectTypes customObjects leads contacts opportunities activities search',
  customObjectTypes: 'customObjects customFields customFieldSchemas',
  customObjects: 'search',
  fieldEnrichment: 'leads contacts search',
  integrationLinks: 'leads contacts opportunities',
  leadStatuses: 'leads organizations search reporting',
  leads: 'contacts opportunities tasks activities customObjects search reporting',
  memberships: 'users organizations',
  opportunities: 'leads activities tasks search reporting',
  opportunityStatuses: 'pipelines opportunities leads organizations search reporting',
  organizations: 'users',
  phoneNumbers: 'users',
  pipelines: 'opportunityStatuses opportunities leads organizations search reporting',
  sequences: 'leads contacts tasks',
  smartViews: 'memberships',
  tasks: 'leads activities search reporting',
  unsubscribedEmails: 'leads contacts',
};

/**
 * Returns a predicate for the queries that a change affects. Queries of another entity or another lead are
 * not affected.
 */
export function affectedBy({ scope, resource, ids }: Change): (query: CachedQuery) => boolean {
  const resources = new Set([resource, 'events', ...(others[resource] ?? '').split(' ')]);
  return ({ queryKey, state }) => {
    const [root, owner, name] = queryKey;
    if (root !== 'close' || owner !== scope || !resources.has(String(name))) return false;
    const { id, lead_id } = inputIn(queryKey);
    return [id, lead_id, isRecord(state.data) && state.data['lead_id']].every((named) => mayBe(named, ids));
  };
}

/** Returns the input of the call from its key; empty if the key has none. */
export function inputIn(queryKey: readonly unknown[]): Readonly<Record<string, unknown>> {
  const input = queryKey.findLast((part) => isRecord(part) && part['type'] !== 'infinite');
  return isRecord(input) ? input : {};
}

/**
 * Ids of one type share a prefix: the id of a lead excludes the queries of other leads, but not those of
 * contacts.
 */
function mayBe(named: unknown, ids: readonly string[]): boolean {
  const names = [named].flat().filter((name) => typeof name === 'string');
  const alike = ids.filter((id) => names.some((name) => prefixOf(name) === prefixOf(id)));
  return alike.length === 0 || alike.some((id) => names.includes(id));
}

function prefixOf(id: string): string | undefined {
  return id.split('_')[0];
}
