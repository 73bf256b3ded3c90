import { fieldKeys } from './field-keys.ts';
import { quote } from './quote.ts';
import type { CustomFieldDefinitions, FieldDefinition } from './read-custom-fields.ts';

/**
 * Writes a TypeScript file with the types of custom fields, for reads and for writes, and their keys by name.
 */
export function writeCustomFields(definitions: CustomFieldDefinitions): string {
  const { lead, contact, opportunity, activity, customObject } = definitions;
  const interfaces = [
    ...writeInterfaces('LeadCustomField', lead),
    ...writeInterfaces('ContactCustomField', contact),
    ...writeInterfaces('OpportunityCustomField', opportunity),
    ...writeInterfaces(
      'ActivityCustomField',
      activity.flatMap((type) => type.fields),
    ),
    ...writeInterfaces(
      'CustomObjectCustomField',
      customObject.flatMap((type) => type.fields),
    ),
  ];
  return [
    '// Written by `npx @closekit/client custom-fields`. Run it again when the custom fields of the organization change.\n',
    `import type {} from '@closekit/client/custom-fields';\n\n`,
    `declare module '@closekit/client/custom-fields' {\n${interfaces.join('\n')}}\n\n`,
    fieldKeys(definitions),
  ].join('');
}

function writeInterfaces(stem: string, fields: readonly FieldDefinition[]): string[] {
  // A shared field may belong to several kinds of activities.
  const unique = [...new Map(fields.map((field) => [field.id, field])).values()];
  if (unique.length === 0) return [];
  return [
    `  interface ${stem}s {\n${unique.map(writeRead).join('')}  }\n`,
    `  interface ${stem}Changes {\n${unique.map(writeChanges).join('')}  }\n`,
  ];
}

function writeRead(field: FieldDefinition): string {
  // A choice that was removed stays on the records that have it.
  const value =
    field.type === 'choices' ? [...choicesOf(field), '(string & {})'].join(' | ') : valueType(field);
  const type = field.accepts_multiple_values ? listOf(value) : value;
  return member(field, { type: `${type} | null` });
}

function writeChanges(field: FieldDefinition): string {
  const value = valueType(field);
  if (!field.accepts_multiple_values) return member(field, { type: `${value} | null` });
  return [
    member(field, { type: `${listOf(value)} | null` }),
    member(field, { edit: '.add', type: value, about: ': adds one value.' }),
    member(field, { edit: '.remove', type: value, about: ': removes one value.' }),
  ].join('');
}

interface Member {
  readonly type: string;
  readonly edit?: string;
  readonly about?: string;
}

function member(field: FieldDefinition, { type, edit = '', about = '' }: Member): string {
  const comment = `${field.name.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ')}${about}`;
  return `    /** ${comment} */\n    ${quote(`custom.${field.id}${edit}`)}?: ${type};\n`;
}

function valueType(field: FieldDefinition): string {
  if (field.type === 'number') return 'number';
  const choices = choicesOf(field);
  return choices.length > 0 ? choices.join(' | ') : 'string';
}

function choicesOf({ type, choices }: FieldDefinition): string[] {
  return type === 'choices' ? (choices ?? []).map(quote) : [];
}

function listOf(value: string): string {
  return value.includes('|') ? `(${value})[]` : `${value}[]`;
}
