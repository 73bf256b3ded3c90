import type { ActivityRow } from '../../model/rows/activity-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { filterTest } from '../base/filter-rows.ts';
import type { FilterValue } from '../base/filter-rows.ts';
import { listPage } from '../base/list-page.ts';
import { checkActivityOrder } from './check-activity-query.ts';
import { orderedRows } from '../base/order-rows.ts';
import { renderActivity } from '../render/activity.ts';

/** The filters that activities of every kind share. */
export const activityFilters: Readonly<Record<string, FilterValue<ActivityRow>>> = {
  id: (row) => row.id,
  lead_id: (row) => row.lead_id,
  contact_id: (row) => row.contact_id,
  user_id: (row) => row.user_id,
  organization_id: (row) => row.organization_id,
  _type: ({ _type: type }) => type,
  date_created: (row) => row.date_created,
  activity_at: (row) => row.activity_at,
};

/** Lists a page of activities, newest first. */
export function listActivities(call: ApiCall, isWanted: (row: ActivityRow) => boolean): object {
  checkActivityOrder(call);
  const { data, query } = call;
  const isFound = filterTest<ActivityRow>(query, {
    ...activityFilters,
    custom_activity_type_id: ({ own }) => own['custom_activity_type_id'],
    form_id: ({ own }) => own['form_id'],
    opportunity_id: ({ own }) => own['opportunity_id'],
    external_whatsapp_message_id: ({ own }) => own['external_whatsapp_message_id'],
    starts_at: ({ own }) => own['starts_at'],
  });
  const ordered = orderedRows(data.activities, {
    query,
    fields: { activity_at: (row) => row.activity_at, date_created: (row) => row.date_created },
  });
  return listPage(ordered, {
    call,
    test: (row) => isWanted(row) && isFound(row),
    render: (row) => renderActivity(data, row),
  });
}
