import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { renderField } from './render-custom-field.ts';

const path = '/custom_field_schema/{object_type}/';

/** The custom fields of an object type, in order: get and reorder. */
export const schemaRoutes: readonly ApiRoute[] = [
  { method: 'GET', path, handle: (call) => render(call, find(call)) },
  { method: 'PUT', path, handle: reorder },
];

interface Schema {
  readonly name: string;
  readonly fields: FieldDefinition[];
}

/** The object type is a kind of record, or `activity/` or `custom_object/` with the id of a custom type. */
function find({ data, params }: ApiCall): Schema {
  const name = params['object_type'] ?? '';
  if (name === 'lead' || name === 'contact' || name === 'opportunity')
    return { name, fields: data.customFields[name] };
  const type = data.customTypes.find(({ kind, id }) => `${kind}/${id}` === name);
  if (type === undefined) throw notFound();
  return type;
}

/** Fields that the body does not name follow those that it names. */
function reorder(call: ApiCall): object {
  const schema = find(call);
  const order: readonly { id?: unknown }[] = Array.isArray(call.body['fields']) ? call.body['fields'] : [];
  const named = order.flatMap(({ id }) => schema.fields.filter((field) => field.id === id));
  const rest = schema.fields.filter((field) => !named.includes(field));
  schema.fields.splice(0, schema.fields.length, ...named, ...rest);
  return render(call, schema);
}

function render({ data, params }: ApiCall, { name, fields }: Schema): object {
  return {
    name,
    object_type: params['object_type'],
    organization_id: data.organization.id,
    fields: fields.map((field) => ({
      ...renderField(field, data),
      ...(field.associations && { associations: field.associations }),
    })),
  };
}
