/** The same inputs on the server and in the browser, so that their cache keys are equal. */
export const newestLeads = { _limit: 5, fields: ['id', 'display_name'] } as const;
export const newestOpportunities = { _limit: 5 } as const;
