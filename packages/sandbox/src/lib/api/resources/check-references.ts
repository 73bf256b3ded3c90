import { resourceShapes } from '../../../generated/resource-shapes.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { checkField } from '../base/check-body.ts';
import { tableOf } from './resource.ts';
import type { ReferenceCheck, Resource } from './resource.ts';

interface Kind {
  readonly name: string;
  readonly has: (data: OrganizationData, id: string) => boolean;
}

const recordKinds: Readonly<Record<string, Kind>> = {
  acti_: { name: 'activity', has: ({ activities }, id) => activities.get(id) !== undefined },
  cf_: { name: 'custom field', has: hasField },
  cont_: { name: 'contact', has: ({ contacts }, id) => contacts.get(id) !== undefined },
  cotype_: { name: 'custom object type', has: hasType('custom_object') },
  lead_: { name: 'lead', has: ({ leads }, id) => leads.get(id) !== undefined },
  user_: { name: 'user', has: ({ users }, id) => users.get(id) !== undefined },
};

function hasType(kind: 'activity' | 'custom_object'): Kind['has'] {
  return ({ customTypes }, id) => customTypes.some((type) => type.kind === kind && type.id === id);
}

function hasField({ customFields, customTypes, sharedFields }: OrganizationData, id: string): boolean {
  const ofTypes = customTypes.flatMap(({ fields }) => fields);
  return [...Object.values(customFields).flat(), ...ofTypes, ...sharedFields].some(
    (field) => field.id === id,
  );
}

/** Creates the check of references to records and to these resources. */
export function createReferenceCheck(resources: readonly Resource[]): ReferenceCheck {
  const kinds = new Map(Object.entries(recordKinds));
  for (const resource of resources) {
    const name = resource.path.slice(1, -1).replaceAll('_', ' ');
    const has: Kind['has'] = (data, id) => tableOf(data, resource).get(id) !== undefined;
    kinds.set(resourceShapes[resource.path].prefix, { name, has });
  }
  return ({ data, body }, { references }) => {
    for (const [field, prefix] of Object.entries(references)) {
      const kind = kinds.get(prefix);
      const ids = [body[field] ?? []].flat().map(String);
      const isFound = kind === undefined || ids.every((id) => kind.has(data, id));
      checkField(isFound, field, `This ${kind?.name} does not exist`);
    }
  };
}
