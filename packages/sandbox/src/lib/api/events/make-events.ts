import { eventTimestamp } from '../../model/close-event.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { renderLead } from '../render/lead.ts';
import { messageObjectTypes } from './event-sources.ts';
import type { ObjectChange } from './record-changes.ts';

/** The request that caused events. */
export interface EventCause {
  readonly data: OrganizationData;
  readonly userId: string;
  /** The app of the token; `undefined` for an API key. */
  readonly app: { readonly clientId: string; readonly scope: string } | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The method and path of the request, or the bulk action. */
  readonly meta: Readonly<Record<string, string>>;
}

type EventContent = Pick<
  CloseEvent,
  'object_type' | 'object_id' | 'lead_id' | 'action' | 'changed_fields' | 'data' | 'previous_data'
> & { readonly meta?: Readonly<Record<string, string>> };

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
    ...content,
    organization_id: cause.data.organization.id,
    user_id: cause.userId,
    request_id: requestId,
    api_key_id: null,
    oauth_client_id: cause.app?.clientId ?? null,
    oauth_scope: cause.app?.scope ?? null,
    meta: { ...cause.meta, ...meta },
    date_created: at,
    date_updated: at,
  };
}

function describe({ before, after, ...object }: ObjectChange): EventContent[] {
  const head = { object_type: object.objectType, object_id: object.objectId, lead_id: object.leadId };
  if (after === undefined) {
    if (before === undefined) return [];
    return [{ ...head, action: 'deleted', changed_fields: [], data: null, previous_data: before }];
  }
  if (before === undefined) {
    return [{ ...head, action: 'created', changed_fields: [], data: after, previous_data: null }];
  }
  const { names, values } = difference(before, after);
  if (names.length === 0) return [];
  return [
    {
      ...head,
      action: actionOf(object.objectType, before, after),
      changed_fields: names,
      data: after,
      previous_data: values,
    },
  ];
}

/** The action of an update. Whether Close sends `updated` too is undocumented; the sandbox does not. */
function actionOf(objectType: string, before: object, after: object): string {
  if (objectType.startsWith('bulk_action.')) {
    const status = read(after, 'status');
    return status === 'done' ? 'completed' : status === 'paused' ? 'paused' : 'updated';
  }
  const isTask = objectType.startsWith('task.');
  if (isTask && read(after, 'is_complete') === true && read(before, 'is_complete') !== true)
    return 'completed';
  return messageObjectTypes.has(objectType) &&
    read(after, 'status') === 'sent' &&
    read(before, 'status') !== 'sent'
    ? 'sent'
    : 'updated';
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
      changed_fields: [],
      data: lead === undefined ? null : renderLead(data, lead, { today: lead.date_updated.slice(0, 10) }),
      previous_data: null,
      meta: {
        merge_source_lead_id: String(read(after, 'source_lead_id')),
        merge_destination_lead_id: destination,
      },
    },
  ];
}

/** The top-level fields that differ, with their previous values. */
function difference(before: object, after: object): { names: string[]; values: object } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(read(before, name)) !== JSON.stringify(read(after, name)))
    .toSorted();
  return { names, values: Object.fromEntries(names.map((name) => [name, read(before, name) ?? null])) };
}

function read(object: object, name: string): unknown {
  return Reflect.get(object, name);
}
