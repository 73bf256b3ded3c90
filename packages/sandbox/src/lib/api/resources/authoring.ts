import { authoredBy } from '../../model/rows/authorship.ts';
import type { Origin } from '../../model/rows/authorship.ts';

/** The fields that record author and time of a resource. Close uses several sets. */
export interface Authoring {
  readonly created: (origin: Origin) => object;
  readonly updated: (by: Pick<Origin, 'userId' | 'at'>) => object;
}

/** The fields `created_by`, `updated_by`, `date_created` and `date_updated`. */
export const createdBy: Authoring = {
  created: authoredBy,
  updated: ({ userId, at }) => ({ updated_by: userId, date_updated: at }),
};

/** The fields `created_by_id`, `updated_by_id`, `date_created` and `date_updated`. */
export const createdById: Authoring = {
  created: ({ organizationId, userId, at }) => ({
    organization_id: organizationId,
    created_by_id: userId,
    updated_by_id: userId,
    date_created: at,
    date_updated: at,
  }),
  updated: ({ userId, at }) => ({ updated_by_id: userId, date_updated: at }),
};

/** The fields `created_by_id`, `updated_by_id`, `created_at` and `updated_at`. */
export const createdByIdAt: Authoring = {
  created: ({ organizationId, userId, at }) => ({
    organization_id: organizationId,
    created_by_id: userId,
    updated_by_id: userId,
    created_at: at,
    updated_at: at,
  }),
  updated: ({ userId, at }) => ({ updated_by_id: userId, updated_at: at }),
};

/** Only `organization_id`. */
export const organizationOnly: Authoring = {
  created: ({ organizationId }) => ({ organization_id: organizationId }),
  updated: () => ({}),
};
