import { affectedBy } from '../writes/affected-queries.ts';
import type { CachedQuery } from '../writes/affected-queries.ts';
import type { CloseLiveEvent } from './event.ts';

/** The branch of the query tree for each object type whose name does not match its branch. */
const elsewhere: Readonly<Record<string, string>> = {
  'activity.task_completed': 'activities.taskCompletions',
  lead_merge: 'activities.leadMerges',
  // An import has no queries of its own; it creates leads and the objects of leads.
  import: 'leads',
  'bulk_action.sequence_subscription': 'bulkActions.sequenceSubscriptions',
  'status.lead': 'leadStatuses',
  'status.opportunity': 'opportunityStatuses',
  saved_search: 'smartViews',
  sequence_subscription: 'sequences',
  comment_thread: 'comments',
};

/**
 * Returns a predicate for the queries that an event affects. Queries of another object, another lead or a
 * sibling type of activity are not affected. An event of an unknown type affects the event log only.
 *
 * @param scope - The scope of the page, whose organization the events belong to.
 */
export function liveFilter(scope: string, event: CloseLiveEvent): (query: CachedQuery) => boolean {
  const [resource = '', kind] = branchOf(event.object_type);
  const isAffected = affectedBy({ scope, resource, ids: idsIn(event) });
  return (query) => {
    const [, , name, branch, operation] = query.queryKey;
    const isSibling = name === resource && kind !== undefined && typeof operation === 'string';
    return isAffected(query) && (!isSibling || branch === kind);
  };
}

/** A merge, and a move from one lead to another, affect a lead whose id the event does not contain. */
function idsIn({ object_id, lead_id, action, changed_fields }: CloseLiveEvent): readonly string[] {
  if (action === 'merged') return [];
  return lead_id === null || changed_fields.includes('lead_id') ? [object_id] : [object_id, lead_id];
}

/**
 * Maps `activity.email_thread` to `activities.emailThreads`, and `bulk_action.delete` to
 * `bulkActions.delete`.
 */
function branchOf(type: string): readonly string[] {
  const [resource = '', kind = ''] = type.split('.');
  const name = `${plural(resource)}.${resource === 'activity' && kind ? plural(kind) : kind}`;
  const branch = elsewhere[type] ?? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return branch.split('.').filter(Boolean);
}

function plural(name: string): string {
  return name.replace(/y$/, 'ie').replace(/s?$/, 's');
}
