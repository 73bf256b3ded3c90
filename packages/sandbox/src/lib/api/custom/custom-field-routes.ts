import { customFieldTypes } from '../../model/rows/custom-field-row.ts';
import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { checkBody, checkField } from '../base/check-body.ts';
import type { BodyRules } from '../base/check-body.ts';
import { listPage } from '../base/list-page.ts';
import type { FieldHome } from './field-home.ts';

/** The custom fields of one home: list, get, create, update, delete. */
export function customFieldRoutes(home: FieldHome): ApiRoute[] {
  const { path, createdStatus, removedStatus } = home;
  const one: `/${string}/` = `${path}{id}/`;
  return [
    { method: 'GET', path, answer: (call) => list(call, home) },
    {
      method: 'POST',
      path,
      ...(createdStatus && { status: createdStatus }),
      answer: (call) => create(call, home),
    },
    { method: 'GET', path: one, answer: (call) => home.render(call.data, find(call, home).field) },
    { method: 'PUT', path: one, answer: (call) => update(call, home) },
    {
      method: 'DELETE',
      path: one,
      ...(removedStatus && { status: removedStatus }),
      answer: (call) => remove(call, home),
    },
  ];
}

const updateFields: BodyRules['fields'] = {
  accepts_multiple_values: { type: 'boolean' },
  choices: { type: 'array' },
  description: { type: 'string', nullable: true },
  name: { type: 'string' },
  required: { type: 'boolean' },
  type: { type: customFieldTypes },
};

function list({ data, query }: ApiCall, home: FieldHome): object {
  return listPage(home.lists(data).flat(), { query, render: (field) => home.render(data, field) });
}

function create(call: ApiCall, home: FieldHome): object {
  const { data, body } = call;
  checkBody(body, {
    closed: false,
    fields: {
      ...updateFields,
      ...home.createFields,
      name: { type: 'string', required: true },
      type: { type: customFieldTypes, required: true },
    },
  });
  const type = customFieldTypes.find((item) => item === body['type']) ?? 'text';
  checkField(type !== 'choices' || Array.isArray(body['choices']), 'choices', 'Field required');
  const siblings = home.listFor(call);
  const field: FieldDefinition = {
    id: data.ids.id('cf_'),
    name: '',
    type,
    choices: null,
    multiple: false,
    ...readPatch(call),
  };
  siblings.push(field);
  return home.render(data, field);
}

function update(call: ApiCall, home: FieldHome): object {
  const { field } = find(call, home);
  checkBody(call.body, { closed: false, fields: updateFields });
  // Close converts the values. What becomes of them is not documented, so nothing is made up here.
  const { type = field.type } = call.body;
  checkField(type === field.type, 'type', 'The sandbox does not convert custom fields');
  Object.assign(field, readPatch(call));
  return home.render(call.data, field);
}

function remove(call: ApiCall, home: FieldHome): void {
  const { field, siblings } = find(call, home);
  siblings.splice(siblings.indexOf(field), 1);
  home.forget(call.data, field);
}

function readPatch({ body }: ApiCall): Partial<FieldDefinition> {
  const { name, choices, description, required, accepts_multiple_values: multiple } = body;
  return {
    ...(typeof name === 'string' && { name }),
    ...(Array.isArray(choices) && { choices: choices.map(String) }),
    ...((typeof description === 'string' || description === null) && { description }),
    ...(typeof multiple === 'boolean' && { multiple }),
    ...(typeof required === 'boolean' && { required }),
  };
}

function find(
  { data, id }: ApiCall,
  home: FieldHome,
): { field: FieldDefinition; siblings: FieldDefinition[] } {
  for (const siblings of home.lists(data)) {
    const field = siblings.find((one) => one.id === id);
    if (field !== undefined) return { field, siblings };
  }
  throw notFound();
}
