import { customFieldTypes } from '../../model/rows/custom-field-row.ts';
import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { listPage } from '../base/list-page.ts';
import { selectFields } from '../base/select-fields.ts';
import type { FieldOwner } from './field-owner.ts';

/** The custom fields of one owner: list, get, create, update, delete. */
export function customFieldRoutes(owner: FieldOwner): ApiRoute[] {
  const { path, createdStatus, removedStatus } = owner;
  const one: `/${string}/` = `${path}{id}/`;
  return [
    { method: 'GET', path, handle: (call) => list(call, owner) },
    {
      method: 'POST',
      path,
      ...(createdStatus && { status: createdStatus }),
      handle: (call) => create(call, owner),
    },
    {
      method: 'GET',
      path: one,
      handle: (call) =>
        selectFields(owner.render(call.data, find(call, owner).field), call.query.get('_fields')),
    },
    { method: 'PUT', path: one, handle: (call) => update(call, owner) },
    {
      method: 'DELETE',
      path: one,
      ...(removedStatus && { status: removedStatus }),
      handle: (call) => remove(call, owner),
    },
  ];
}

function list(call: ApiCall, owner: FieldOwner): object {
  const { data } = call;
  const fields = owner
    .lists(data)
    .flat()
    .filter((field) => isOf(field, owner));
  return listPage(fields, { call, render: (field) => owner.render(data, field) });
}

function create(call: ApiCall, owner: FieldOwner): object {
  const { data, body } = call;
  const type = customFieldTypes.find((item) => item === body['type']) ?? 'text';
  checkField(type !== 'choices' || Array.isArray(body['choices']), 'choices', 'Field required');
  const siblings = owner.listFor(call);
  const field: FieldDefinition = {
    id: data.ids.id('cf_'),
    name: '',
    type,
    choices: null,
    multiple: false,
    ...readPatch(call),
  };
  siblings.push(field);
  owner.start?.(call, field);
  return owner.render(data, field);
}

function update(call: ApiCall, owner: FieldOwner): object {
  const { field } = find(call, owner);
  // Close converts the values, but does not document how.
  const { type = field.type } = call.body;
  checkField(type === field.type, 'type', 'The sandbox does not convert custom fields');
  Object.assign(field, readPatch(call));
  return owner.render(call.data, field);
}

function remove(call: ApiCall, owner: FieldOwner): void {
  const { field, siblings } = find(call, owner);
  siblings.splice(siblings.indexOf(field), 1);
  owner.forget(call.data, field);
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
  owner: FieldOwner,
): { field: FieldDefinition; siblings: FieldDefinition[] } {
  for (const siblings of owner.lists(data)) {
    const field = siblings.find((one) => one.id === id && isOf(one, owner));
    if (field !== undefined) return { field, siblings };
  }
  throw notFound();
}

/** Shared fields are among the fields of each object type, but have routes of their own. */
function isOf({ associations }: FieldDefinition, { isShared = false }: FieldOwner): boolean {
  return isShared === (associations !== undefined);
}
