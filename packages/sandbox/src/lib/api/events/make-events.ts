import { eventTimestamp } from '../../model/close-event.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { renderLead } from '../render/records.ts';
import { read } from './event-sources.ts';
import type { EventSource } from './event-sources.ts';

export interface ObjectChange {
  readonly source: EventSource;
  readonly objectType: string;
  readonly objectId: string;
  readonly leadId: string | null;
  /** `undefined` for a new object. */
  readonly before: object | undefined;
  /** `undefined` for a deleted object. */
  readonly after: object | undefined;
}

/** The request that caused events; `meta` is its method and path, or the bulk action. */
export interface EventCause extends Pick<ApiCall, 'data' | 'user' | 'app' | 'now'> {
  readonly meta: Readonly<Record<string, string>>;
}

type EventContent = Pick<CloseEvent, 'object_type' | 'object_id' | 'lead_id' | 'action' | 'data'> &
  Partial<Pick<CloseEvent, 'changed_fields' | 'previous_data' | 'meta'>>;

/** Turns the changes of a request into events, in the order of the changes. */
export function makeEvents(changes: readonly ObjectChange[], cause: EventCause): CloseEvent[] {
  const contents = changes.flatMap((change) => [...describe(change), ...describeMerge(change, cause.data)]);
  if (contents.length === 0) return [];
  const requestId = cause.data.ids.id('req_');
  return contents.map((content) => makeEvent(content, requestId, cause));
}

function makeEvent({ meta, ...content }: EventContent, requestId: string, cause: EventCause): CloseEvent {
  const at = eventTimestamp(cause.now);
  return {
    id: cause.data.ids.id('ev_'),
    changed_fields: [],
    previous_data: null,
    ...content,
    organization_id: cause.data.organization.id,
    user_id: cause.user.id,
    request_id: requestId,
    api_key_id: null,
    oauth_client_id: cause.app?.clientId ?? null,
    oauth_scope: cause.app?.scope ?? null,
    meta: { ...cause.meta, ...meta },
    date_created: at,
    date_updated: at,
  };
}

function describe({ source, before, after, objectType, objectId, leadId }: ObjectChange): EventContent[] {
  const head = { object_type: objectType, object_id: objectId, lead_id: leadId, data: after ?? null };
  if (before === undefined) return after === undefined ? [] : [{ ...head, action: 'created' }];
  if (after === undefined) return [{ ...head, action: 'deleted', previous_data: before }];
  const changed = differingFields(before, after);
  if (changed.length === 0) return [];
  const previous = Object.fromEntries(changed.map((name) => [name, read(before, name) ?? null]));
  const action = actionOf(source, before, after);
  return [{ ...head, action, changed_fields: changed, previous_data: previous }];
}

/** The action of an update. Whether Close sends `updated` too is undocumented; the sandbox does not. */
function actionOf({ actions = {} }: EventSource, before: object, after: object): string {
  const [name = 'updated'] = Object.entries(actions).find(([, test]) => test(after) && !test(before)) ?? [];
  return name;
}

/** A merge is an event of the lead, in addition to the event of its activity. */
function describeMerge({ objectType, before, after }: ObjectChange, data: OrganizationData): EventContent[] {
  if (objectType !== 'activity.lead_merge' || before !== undefined || after === undefined) return [];
  const destination = String(read(after, 'destination_lead_id'));
  const lead = data.leads.get(destination);
  return [
    {
      object_type: 'lead',
      object_id: destination,
      lead_id: destination,
      action: 'merged',
      data: lead === undefined ? null : renderLead(data, lead),
      meta: {
        merge_source_lead_id: String(read(after, 'source_lead_id')),
        merge_destination_lead_id: destination,
      },
    },
  ];
}

function differingFields(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(read(before, name)) !== JSON.stringify(read(after, name)))
    .toSorted();
}
