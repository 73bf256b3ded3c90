import type { ApiCall } from '../base/api-call.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';

const orders = ['date_created', '-date_created', 'activity_at', '-activity_at'];

/**
 * Checks the rules of a list of activities that span several parameters. Close documents them without the
 * texts of their refusals.
 *
 * @throws ApiRefusal 400 with one message per parameter.
 */
export function checkActivityQuery(call: ApiCall): void {
  const { query } = call;
  const order = query.get('_order_by');
  const errors: Record<string, string> = {};
  if (!query.has('lead_id') && !query.has('lead_id__in')) {
    for (const name of ['user_id', 'contact_id', '_type']) {
      if (query.has(name)) errors[name] = 'This filter requires lead_id';
    }
    if (order === '-activity_at') errors['_order_by'] = 'This order requires lead_id';
  }
  for (const name of query.keys()) {
    if (name.startsWith('activity_at__') && order !== '-activity_at') {
      errors[name] = 'This filter requires _order_by=-activity_at';
    }
  }
  if (Object.keys(errors).length > 0) throw invalidFields(errors);
  if (order === null || order.split(',').every((name) => orders.includes(name.trim()))) return;
  refuseNotUnderstood(call, {
    field: '_order_by',
    message: `_order_by: the sandbox does not sort by "${order}".`,
  });
}
