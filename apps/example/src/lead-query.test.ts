import type { LeadStatus } from '@closekit/client/models';
import { describe, expect, it } from 'vitest';
import { leadQuery } from './lead-query.ts';

const statuses: LeadStatus[] = [
  { id: 'stat_1', label: 'Potential' },
  { id: 'stat_2', label: 'Bad "Fit"' },
].map((status) => ({ organization_id: 'orga_1', ...status }));

describe('leadQuery', () => {
  it('is empty without a filter', () => {
    expect(leadQuery({ search: '', statusIds: [] }, statuses)).toBe('');
  });

  it('joins the search with any of the statuses', () => {
    const both = leadQuery({ search: 'bakery', statusIds: ['stat_1', 'stat_2'] }, statuses);
    expect(both).toBe('bakery (status:"Potential" or status:"Bad Fit")');
  });

  it('leaves out a status that the organization does not have', () => {
    expect(leadQuery({ search: '', statusIds: ['stat_gone'] }, statuses)).toBe('');
  });
});
