import { resourceShapes } from '../../../generated/resource-shapes.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { checkField } from '../base/api-refusal.ts';
import { tableOf } from './resource.ts';
import type { ReferenceCheck, Resource } from './resource.ts';

interface Kind {
  readonly name: string;
  readonly rows: (data: OrganizationData) => { get(id: string): unknown };
}

const recordKinds: Readonly<Record<string, Kind>> = {
  acti_: { name: 'activity', rows: ({ activities }) => activities },
  cf_: { name: 'custom field', rows: customFieldsOf },
  cont_: { name: 'contact', rows: ({ contacts }) => contacts },
  cotype_: { name: 'custom object type', rows: ({ objectTypes }) => objectTypes },
  lead_: { name: 'lead', rows: ({ leads }) => leads },
  user_: { name: 'user', rows: ({ users }) => users },
};

function customFieldsOf({ customFields, sharedFields, ...data }: OrganizationData): Map<string, unknown> {
  const types = [...data.activityTypes.all(), ...data.objectTypes.all()];
  const ofTypes = types.flatMap(({ fields }) => fields);
  const all = [...Object.values(customFields).flat(), ...ofTypes, ...sharedFields];
  return new Map(all.map((field) => [field.id, field]));
}

/** Creates the check of references to records and to these resources. */
export function createReferenceCheck(resources: readonly Resource[]): ReferenceCheck {
  const kinds = new Map(Object.entries(recordKinds));
  for (const resource of resources) {
    const name = resource.path.slice(1, -1).replaceAll('_', ' ');
    kinds.set(resourceShapes[resource.path].prefix, { name, rows: (data) => tableOf(data, resource) });
  }
  return ({ data, body }, { references }) => {
    for (const [field, prefix] of Object.entries(references)) {
      const kind = kinds.get(prefix);
      const ids = [body[field] ?? []].flat().map(String);
      const isFound = kind === undefined || ids.every((id) => kind.rows(data).get(id) !== undefined);
      checkField(isFound, field, `This ${kind?.name} does not exist`);
    }
  };
}
