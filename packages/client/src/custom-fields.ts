/* oxlint-disable closekit/file-places --
   TypeScript can add members to an interface only in the module that declares it, so the door declares them. */

/**
 * The custom fields of leads in your organization, as they are read. Empty until `npx @closekit/client
 * custom-fields` writes a file that adds them.
 */
export interface LeadCustomFields {}

/** The custom fields of leads, as they are written. */
export interface LeadCustomFieldChanges {}

/** The custom fields of contacts, as they are read. */
export interface ContactCustomFields {}

/** The custom fields of contacts, as they are written. */
export interface ContactCustomFieldChanges {}

/** The custom fields of opportunities, as they are read. */
export interface OpportunityCustomFields {}

/** The custom fields of opportunities, as they are written. */
export interface OpportunityCustomFieldChanges {}

/** The custom fields of custom activities of every type, as they are read. */
export interface ActivityCustomFields {}

/** The custom fields of custom activities of every type, as they are written. */
export interface ActivityCustomFieldChanges {}

/** The custom fields of custom objects of every type, as they are read. */
export interface CustomObjectCustomFields {}

/** The custom fields of custom objects of every type, as they are written. */
export interface CustomObjectCustomFieldChanges {}
