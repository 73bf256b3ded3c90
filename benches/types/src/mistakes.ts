/** Wrong arguments that people write. A compiler reports each in one line, which names what is wrong. */
export const mistakes: Readonly<Record<string, string>> = {
  "close.leads.get('lead_1', { fields: ['nmae'] });": '\'"nmae"\'',
  'close.leads.get(7);': "'number'",
  "close.leads.get('lead_1', { feilds: ['id'] });": "'feilds'",
  "close.leads.list({ _limit: 'many', fields: ['id'] });": "'string'",
  "leadsGet(close, 'lead_1', { fields: ['nmae'] });": '\'"nmae"\'',
  "useCloseQuery((q) => q.leads.get('lead_1', { fields: ['nmae'] }));": '\'"nmae"\'',
  'useCloseQuery((q) => q.leads.get(7));': "'number'",
  "useCloseQuery((q) => q.leads.get('lead_1', { feilds: ['id'] }));": "'feilds'",
  "useCloseQuery((q) => q.leads.list({ _limit: 'many', fields: ['id'] }));": "'string'",
  "useCloseInfiniteQuery((q) => q.leads.list({ fields: ['nmae'] }));": '\'"nmae"\'',
};

/** A program with all of them, each on a line of its own. */
export const mistaken = `import { apiKey, createCloseClient } from '@closekit/client';
import { leadsGet } from '@closekit/client/operations';
import { useCloseInfiniteQuery, useCloseQuery } from '@closekit/react';
const close = createCloseClient({ auth: apiKey('api_1') });
${Object.keys(mistakes).join('\n')}
`;
