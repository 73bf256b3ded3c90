import type { CustomValue, CustomValues } from '../../model/rows/record-rows.ts';
import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { Row, Table } from '../../model/table.ts';
import { todayOf, touched, checkField, refuseNotUnderstood } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';

export const enrichmentRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/enrich_field/', handle: enrich },
];

/** Picks a value by the id of the object. No AI is asked, and nothing is billed. */
function enrich(call: ApiCall): object {
  const { data, body } = call;
  const { field_id, object_id, object_type, organization_id } = body;
  const type = object_type === 'contact' ? 'contact' : 'lead';
  const table: Pick<Table<Row & CustomValues>, 'get' | 'update'> = data[`${type}s`];
  const row = table.get(String(object_id));
  const field = data.customFields[type].find(({ id }) => id === field_id);
  checkField(row !== undefined, 'object_id', 'This object does not exist');
  checkField(field !== undefined, 'field_id', 'This custom field does not exist');
  const key = `custom.${field.id}` as const;
  const current: CustomValue = row[key] ?? null;
  const isKept = current !== null && body['overwrite_existing_value'] !== true;
  const value = isKept ? current : valueFor(call, field, row.id);
  if (!isKept && body['set_new_value'] !== false) table.update(row, { [key]: value, ...touched(call) });
  const reasoning = isKept ? 'The field has a value.' : 'The sandbox picks a value by the id of the object.';
  return { field_id, object_id, object_type, organization_id, value, confidence: 'high', reasoning };
}

function valueFor(call: ApiCall, { type, choices, multiple }: FieldDefinition, id: string): CustomValue {
  const number = Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1000, 7);
  if (type === 'number') return number;
  if (type === 'date') return todayOf(call);
  const message = `The sandbox does not enrich fields of type ${type}.`;
  const isText = ['choices', 'text', 'textarea'].includes(type);
  if (!isText) refuseNotUnderstood(call, { field: 'field_id', message });
  const texts = choices ?? ['Bakery', 'Garage', 'Workshop', 'Warehouse'];
  const text = texts[number % texts.length] ?? '';
  return multiple ? [text] : text;
}
