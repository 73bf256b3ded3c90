import { quote } from './quote.ts';
import type { CustomFieldDefinitions, FieldDefinition, TypeDefinition } from './read-custom-fields.ts';

/** Writes a constant that holds the key of each custom field under the field's name. */
export function fieldKeys(definitions: CustomFieldDefinitions): string {
  const { lead, contact, opportunity, activity, customObject } = definitions;
  return [
    '/** The keys of custom fields by name: `lead[customFields.lead.industry]`. */\n',
    'export const customFields = {\n',
    `  lead: ${writeKeys(lead, '  ')},\n`,
    `  contact: ${writeKeys(contact, '  ')},\n`,
    `  opportunity: ${writeKeys(opportunity, '  ')},\n`,
    `  activity: ${writeTypes(activity)},\n`,
    `  customObject: ${writeTypes(customObject)},\n`,
    '} as const;\n',
  ].join('');
}

function writeTypes(types: readonly TypeDefinition[]): string {
  return writeObject(
    types.map((type) => [type.name, writeKeys(type.fields, '    ')]),
    '  ',
  );
}

function writeKeys(fields: readonly FieldDefinition[], indent: string): string {
  return writeObject(
    fields.map((field) => [field.name, quote(`custom.${field.id}`)]),
    indent,
  );
}

function writeObject(members: readonly (readonly [name: string, value: string])[], indent: string): string {
  if (members.length === 0) return '{}';
  const taken = new Set<string>();
  const lines = members.map(([name, value]) => `${indent}  ${uniqueName(name, taken)}: ${value},\n`);
  return `{\n${lines.join('')}${indent}}`;
}

/** Two fields may have the same name, or names that differ only in punctuation. */
function uniqueName(name: string, taken: Set<string>): string {
  const wanted = camelCase(name);
  let unique = wanted;
  for (let count = 2; taken.has(unique); count += 1) unique = `${wanted}${count}`;
  taken.add(unique);
  return unique;
}

/** `Account Owner (EU)` → `accountOwnerEu`; a name that does not start with a letter gets an underscore. */
function camelCase(name: string): string {
  // Other numerals, such as `²` and `½`, are not allowed in an identifier.
  const words = name.match(/[\p{L}\p{Nd}]+/gu) ?? [];
  const joined = words
    .map((word) => word.toLowerCase())
    .map((word, index) => (index === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join('');
  return /^\p{L}/u.test(joined) ? joined : `_${joined}`;
}
