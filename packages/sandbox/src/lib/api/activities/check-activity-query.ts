import type { ApiCall } from '../base/api-call.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';

const orders = ['date_created', '-date_created', 'activity_at', '-activity_at'];

// Close documents these rules without the texts of their refusals.

/**
 * Checks filters of the list of all activities. The lists of one kind take them without a lead.
 *
 * @throws ApiRefusal 400 for filters that require a lead.
 */
export function checkActivityFilters({ query }: ApiCall): void {
  if (isOfLeads(query)) return;
  const names = ['user_id', 'contact_id', '_type'].filter((name) => query.has(name));
  if (names.length > 0) {
    throw invalidFields(Object.fromEntries(names.map((name) => [name, 'This filter requires lead_id'])));
  }
}

/**
 * Checks the order of a list of activities, and the filters that depend on it.
 *
 * @throws ApiRefusal 400 for an order that requires a lead, or a filter that requires an order.
 */
export function checkActivityOrder(call: ApiCall): void {
  const { query } = call;
  const order = query.get('_order_by');
  if (order === '-activity_at' && !isOfLeads(query)) {
    throw invalidFields({ _order_by: 'This order requires lead_id' });
  }
  const filters = [...query.keys()].filter((name) => name.startsWith('activity_at__'));
  if (filters.length > 0 && order !== '-activity_at') {
    const message = 'This filter requires _order_by=-activity_at';
    throw invalidFields(Object.fromEntries(filters.map((name) => [name, message])));
  }
  if (order === null || order.split(',').every((name) => orders.includes(name.trim()))) return;
  const message = `_order_by: the sandbox does not sort by "${order}".`;
  refuseNotUnderstood(call, { field: '_order_by', message });
}

function isOfLeads(query: URLSearchParams): boolean {
  return query.has('lead_id') || query.has('lead_id__in');
}
