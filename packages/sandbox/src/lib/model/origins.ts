import type { OrganizationData } from './organization-data.ts';
import type { Origin } from './rows/authorship.ts';

/** The origin of a seeded row. Its id derives from that of the organization and takes no random number. */
export function seedOriginOf(
  { organization }: Pick<OrganizationData, 'organization'>,
  prefix: string,
  index: number,
): Origin {
  const number = String(index).padStart(3, '0');
  return {
    id: prefix + organization.id.slice('orga_'.length, -number.length) + number,
    organizationId: organization.id,
    userId: organization.created_by ?? '',
    at: organization.date_created,
  };
}
