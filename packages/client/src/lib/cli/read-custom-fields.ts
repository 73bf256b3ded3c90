import {
  customActivityTypesList,
  customFieldSchemasGet,
  customObjectTypesList,
} from '../../generated/operations.ts';
import type { CustomFieldType } from '../../generated/schema.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseConnection } from '../connection/open-connection.ts';

/** The parts of a custom field that decide its type. */
export interface FieldDefinition {
  readonly id: string;
  readonly name: string;
  readonly type: CustomFieldType;
  readonly accepts_multiple_values: boolean;
  readonly choices?: readonly string[] | null;
}

/** A custom activity type or custom object type, with its fields. */
export interface TypeDefinition {
  readonly name: string;
  readonly fields: readonly FieldDefinition[];
}

/** Every custom field of an organization. */
export interface CustomFieldDefinitions {
  readonly lead: readonly FieldDefinition[];
  readonly contact: readonly FieldDefinition[];
  readonly opportunity: readonly FieldDefinition[];
  readonly activity: readonly TypeDefinition[];
  readonly customObject: readonly TypeDefinition[];
}

/** Reads the custom fields of an organization, shared ones included, in Close's order. */
export async function readCustomFields(close: CloseConnection): Promise<CustomFieldDefinitions> {
  const record = async (kind: string) => (await customFieldSchemasGet(close, kind)).fields;
  const [lead, contact, opportunity, activity, customObject] = await Promise.all([
    record('lead'),
    record('contact'),
    record('opportunity'),
    ofPlan(customActivityTypesList(close)),
    ofPlan(customObjectTypesList(close)),
  ]);
  return { lead, contact, opportunity, activity, customObject };
}

/** Not every plan includes custom activities and custom objects; without them, they have no fields. */
async function ofPlan(
  list: PromiseLike<{ readonly data: readonly TypeDefinition[] }>,
): Promise<readonly TypeDefinition[]> {
  try {
    return (await list).data;
  } catch (error) {
    if (isCloseApiError(error) && error.code === 'plan_limit') return [];
    throw error;
  }
}
