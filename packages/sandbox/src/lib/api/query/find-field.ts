import type { OrganizationData } from '../../model/organization-data.ts';
import { meaningsOf } from './aliases.ts';
import { customField, kindOf, ownField, relationOf } from './kinds.ts';
import type { Field, ObjectKind } from './row-query.ts';
import { smartField } from './smart-fields.ts';

export function searchField(kind: ObjectKind, name: string): Field | undefined {
  return ownField(kind, name) ?? (kind.type === 'lead' ? smartField(name) : undefined);
}

export function namedKind(name: string): ObjectKind | undefined {
  const type = name.toLowerCase();
  return kindOf(type) ?? kindOf(`activity.${type}`) ?? kindOf(`#${type}`);
}

/**
 * A field by its name in a query text: `custom.` and a name or id, a name of the search grammar, another name
 * for it, a count such as `calls`, a field of a related object such as `opportunity_status`, or the plain name of
 * a custom field.
 */
export function textField(kind: ObjectKind, given: string, data: OrganizationData): Field | undefined {
  if (/^custom\./i.test(given)) return customField(kind, given.slice('custom.'.length), data);
  const name = given.toLowerCase();
  const [, object = '', part = ''] = /^([a-z]+)_(\w+)$/.exec(name) ?? [];
  return (
    namedField(kind, name) ??
    relatedField(kind, namedKind(object), (related) => namedField(related, part)) ??
    customField(kind, given, data)
  );
}

function namedField(kind: ObjectKind, name: string): Field | undefined {
  for (const meaning of [...meaningsOf(name), `num_${name}`]) {
    const [part = '', type] = meaning.split('/').toReversed();
    const field =
      type === undefined
        ? searchField(kind, part)
        : relatedField(kind, kindOf(type), (related) => searchField(related, part));
    if (field !== undefined) return field;
  }
  return undefined;
}

/** A field of the related rows: the list of their values. */
function relatedField(
  kind: ObjectKind,
  related: ObjectKind | undefined,
  find: (related: ObjectKind) => Field | undefined,
): Field | undefined {
  const relation = relationOf(kind, related);
  const field = relation && find(relation.kind);
  if (field === undefined) return undefined;
  return {
    type: field.type,
    read: (row, data) => relation?.rowsOf(row, data).flatMap((part) => field.read(part, data)),
  };
}
