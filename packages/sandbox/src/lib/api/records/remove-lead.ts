import type { LeadRow } from '../../model/rows/lead-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';

/** Deletes a lead with all its records. */
export function removeLead(data: OrganizationData, lead: LeadRow): void {
  for (const contact of data.contacts.ofLead(lead.id)) data.contacts.remove(contact);
  for (const opportunity of data.opportunities.ofLead(lead.id)) data.opportunities.remove(opportunity);
  for (const task of data.tasks.ofLead(lead.id)) data.tasks.remove(task);
  for (const activity of data.activities.ofLead(lead.id)) data.activities.remove(activity);
  for (const table of data.resources.values()) for (const row of table.ofLead(lead.id)) table.remove(row);
  data.leads.remove(lead);
}
