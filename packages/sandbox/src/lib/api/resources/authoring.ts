import { authoredBy } from '../../model/rows/authorship.ts';
import type { Origin } from '../../model/rows/authorship.ts';

/** How a resource says who made and changed it, and when: Close has several ways. */
export interface Authoring {
  readonly created: (origin: Origin) => object;
  readonly updated: (by: Pick<Origin, 'userId' | 'at'>) => object;
}

/** `created_by`, `date_created` and so on. */
export const createdBy: Authoring = {
  created: authoredBy,
  updated: ({ userId, at }) => ({ updated_by: userId, date_updated: at }),
};

/** `created_by_id`, `date_created` and so on. */
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

/** `created_by_id`, `created_at` and so on. */
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

/** The organization alone. */
export const organizationOnly: Authoring = {
  created: ({ organizationId }) => ({ organization_id: organizationId }),
  updated: () => ({}),
};
