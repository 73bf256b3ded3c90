import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { CustomValue, CustomValues } from '../../model/rows/authorship.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { touched } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';

/** Filling a custom field of a lead or contact. */
export const enrichmentRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/enrich_field/', handle: enrich },
];

/** Picks a value by the id of the object. No AI is asked, and nothing is billed. */
function enrich(call: ApiCall): object {
  const { data, body } = call;
  const { field_id, object_id, object_type, organization_id } = body;
  const type = object_type === 'contact' ? 'contact' : 'lead';
  const table = type === 'contact' ? data.contacts : data.leads;
  const row: (CustomValues & { id: string }) | undefined = table.get(String(object_id));
  const field = data.customFields[type].find(({ id }) => id === field_id);
  checkField(row !== undefined, 'object_id', 'This object does not exist');
  checkField(field !== undefined, 'field_id', 'This custom field does not exist');
  const key = `custom.${field.id}` as const;
  const current = row[key] ?? null;
  const isKept = current !== null && body['overwrite_existing_value'] !== true;
  const value = isKept ? current : valueFor(call, field, row.id);
  if (!isKept && body['set_new_value'] !== false) save(call, row.id, { [key]: value });
  const reasoning = isKept ? 'The field has a value.' : 'The sandbox picks a value by the id of the object.';
  return { field_id, object_id, object_type, organization_id, value, confidence: 'high', reasoning };
}

function save(call: ApiCall, id: string, values: CustomValues): void {
  const { leads, contacts } = call.data;
  const patch = { ...values, ...touched(call) };
  const [lead, contact] = [leads.get(id), contacts.get(id)];
  if (lead !== undefined) leads.update(lead, patch);
  if (contact !== undefined) contacts.update(contact, patch);
}

function valueFor(
  call: ApiCall,
  { type, choices, multiple }: FieldDefinition,
  objectId: string,
): CustomValue {
  const number = Array.from(objectId).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1000, 7);
  const texts = choices ?? ['Bakery', 'Garage', 'Workshop', 'Warehouse'];
  const text = texts[number % texts.length] ?? '';
  if (type === 'number') return number;
  if (type === 'date') return new Date(call.now).toISOString().slice(0, 10);
  if (!['choices', 'text', 'textarea'].includes(type))
    refuseNotUnderstood(call, {
      field: 'field_id',
      message: `The sandbox does not enrich fields of type ${type}.`,
    });
  return multiple ? [text] : text;
}
