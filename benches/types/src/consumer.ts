/** A program that uses every door whose declarations are generated, compiled with `skipLibCheck: false`. */
export const consumer = `
import { apiKey, createCloseClient, isCloseApiError, resources, type CloseCall } from '@closekit/client';
import type { Lead, LeadsListOptions, operations } from '@closekit/client/models';
import { createCloseConnection, leadsGet, leadsList } from '@closekit/client/operations';
import { isWebhookEvent, type WebhookDelivery } from '@closekit/client/webhooks';
import { closeDocument, operationFor } from '@closekit/openapi';
import { useCloseQuery } from '@closekit/react';

declare module '@closekit/client/custom-fields' {
  interface LeadCustomFields {
    'custom.cf_1'?: number | null;
  }
  interface LeadCustomFieldChanges {
    'custom.cf_1'?: number | null;
    'custom.cf_2.add'?: string;
  }
}

const close = createCloseClient({ auth: apiKey('api_1') });
const lead: Lead = await close.leads.get('lead_1');
const tier: number | null | undefined = lead['custom.cf_1'];
await close.leads.update(lead.id, { 'custom.cf_1': 2, 'custom.cf_2.add': 'Rye', 'custom.cf_3': 'free' });
// @ts-expect-error a number
await close.leads.update(lead.id, { 'custom.cf_1': 'two' });
const narrow = await close.leads.get('lead_1', { fields: ['id', 'custom.cf_1'] });
const same: number | null | undefined = narrow['custom.cf_1'];
// @ts-expect-error not selected
narrow.name;
const options: LeadsListOptions = { query: 'x', _limit: 5 };
for await (const one of close.leads.list(options)) console.log(one.display_name);

const connection = createCloseConnection({ auth: apiKey('api_1') });
const call: CloseCall<Lead> = leadsGet(connection, 'lead_1');
for await (const one of leadsList(connection, { fields: ['id'] })) console.log(one.id);

export function name({ event }: WebhookDelivery): string | null | undefined {
  if (isWebhookEvent(event, 'lead', 'updated')) return event.data.display_name;
  if (event.object_type === 'task.lead' && event.action === 'deleted') return event.object_id;
  return isCloseApiError(event) ? undefined : null;
}
export function useName(id: string): string | undefined {
  return useCloseQuery((q) => q.leads.get(id), { select: (found) => found.display_name }).data;
}
export type Query = operations['leads_list']['parameters']['query'];
export { call, closeDocument, operationFor, resources, same, tier };
`;
