import type { Query } from '@tanstack/react-query';
import { affectedBy } from '../writes/affected-queries.ts';
import type { CloseLiveEvent } from './event.ts';

/** Where the query tree keeps what an event is about, where the name of its kind does not say so. */
const elsewhere: Readonly<Record<string, string>> = {
  'activity.task_completed': 'activities.taskCompletions',
  lead_merge: 'activities.leadMerges',
  // An import has no reads of its own; what it brings is leads, and what hangs on them.
  import: 'leads',
  'bulk_action.sequence_subscription': 'bulkActions.sequenceSubscriptions',
  'status.lead': 'leadStatuses',
  'status.opportunity': 'opportunityStatuses',
  saved_search: 'smartViews',
  sequence_subscription: 'sequences',
  comment_thread: 'comments',
};

/**
 * Selects the queries whose answers may differ after an event. What is known to be about another object, another lead or
 * a sibling kind of activity is left alone. An event of an unknown kind selects the event log only.
 *
 * @param scope - Whose data: the organization that the events are about.
 * @param event - What has changed.
 * @returns A predicate for `queryClient.invalidateQueries` and the like.
 */
export function liveFilter(scope: string, event: CloseLiveEvent): (query: Query) => boolean {
  const [resource = '', kind] = branchOf(event.object_type);
  const isAffected = affectedBy({ scope, resource, ids: idsIn(event) });
  return (query) => {
    const [, , name, branch, operation] = query.queryKey;
    const isSibling = name === resource && kind !== undefined && typeof operation === 'string';
    return isAffected(query) && (!isSibling || branch === kind);
  };
}

/** A merge, and a move from one lead to another, concern a lead that the event does not name. */
function idsIn({ object_id, lead_id, action, changed_fields }: CloseLiveEvent): readonly string[] {
  if (action === 'merged') return [];
  return lead_id === null || changed_fields.includes('lead_id') ? [object_id] : [object_id, lead_id];
}

/** `activity.email_thread` is in `activities.emailThreads`, `bulk_action.delete` in `bulkActions.delete`. */
function branchOf(type: string): readonly string[] {
  const [resource = '', kind = ''] = type.split('.');
  const name = `${plural(resource)}.${resource === 'activity' && kind ? plural(kind) : kind}`;
  const branch = elsewhere[type] ?? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return branch.split('.').filter(Boolean);
}

function plural(name: string): string {
  return name.replace(/y$/, 'ie').replace(/s?$/, 's');
}
