import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { sandboxClient } from '../../../test/sandbox-client.ts';
import type { CloseQueryKey } from '../queries/close-query-options.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { isRecord } from '../base/is-record.ts';
import { updateAffected } from './update-affected.ts';

const queries = createCloseQueryOptions(sandboxClient(createSandbox({ leads: 0 })), {
  session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
});
const { infinite, mutations, ...reads } = queries;

type Key = () => CloseQueryKey;

/** Every operation of a tree by its path, with the function that returns its key. */
function operationsIn(tree: object, path: readonly string[] = []): Record<string, Key> {
  const found = Object.entries(tree).map(([name, child]: [string, unknown]): Record<string, Key> => {
    if (name === 'key' || name === 'filter') return {};
    const here = [...path, name];
    if (typeof child !== 'function') return isRecord(child) ? operationsIn(child, here) : {};
    return { [here.join('.')]: () => ['close', 'orga_1/user_1', ...here] };
  });
  return Object.assign({}, ...found);
}

/** The resources whose queries a write marks as stale. */
function touchedBy(path: string, variables: object): string {
  const queryClient = new QueryClient();
  for (const key of Object.values(operationsIn(reads))) queryClient.setQueryData([...key(), {}], 'old');
  updateAffected(queryClient, ['close', 'orga_1/user_1', ...path.split('.')], { variables, data: undefined });
  const stale = queryClient.getQueryCache().findAll({ predicate: ({ state }) => state.isInvalidated });
  return [...new Set(stale.map(({ queryKey }) => String(queryKey[2])))].toSorted().join(' ');
}

/** The other resources that each resource affects, besides the event log. An empty string is intended. */
const touched: Readonly<Record<string, string>> = {
  activities: 'contacts leads reporting search tasks',
  blockedPhoneNumbers: '',
  // A bulk action changes its objects later.
  bulkActions: '',
  comments: 'activities opportunities',
  contacts: 'leads opportunities search tasks',
  customActivityTypes: 'activities customFieldSchemas customFields',
  customFieldSchemas: 'customActivityTypes customFields customObjectTypes',
  customFields:
    'activities contacts customActivityTypes customFieldSchemas customObjectTypes customObjects leads opportunities search',
  customObjectTypes: 'customFieldSchemas customFields customObjects',
  customObjects: 'search',
  emailTemplates: '',
  exports: '',
  fieldEnrichment: 'contacts leads search',
  // A URL for an upload, which no query reads.
  files: '',
  groups: '',
  integrationLinks: 'contacts leads opportunities',
  leadStatuses: 'leads organizations reporting search',
  leads: 'activities contacts customObjects opportunities reporting search tasks',
  memberships: 'organizations users',
  opportunities: 'activities leads reporting search tasks',
  opportunityStatuses: 'leads opportunities organizations pipelines reporting search',
  organizations: 'users',
  outcomes: '',
  phoneNumbers: 'users',
  pipelines: 'leads opportunities opportunityStatuses organizations reporting search',
  playbooks: '',
  roles: '',
  schedulingLinks: '',
  sendAs: '',
  sequences: 'contacts leads tasks',
  smartViews: 'memberships',
  smsTemplates: '',
  tasks: 'activities leads reporting search',
  unsubscribedEmails: 'contacts leads',
  webhooks: '',
};

/** Resources that are written and never read. */
const unread = ['fieldEnrichment', 'files'];

describe('affectedBy', () => {
  const writes = Object.keys(operationsIn(mutations));

  it('has the affected resources of every write of the tree', () => {
    const found = writes.map((path) => [path, touchedBy(path, { id: 'other_1', body: {} })]);
    expect(writes.map((path) => [path, touchedBy(path, { body: {} })])).toEqual(found);
    const expected = writes.map((path) => {
      const [resource = ''] = path.split('.');
      const own = unread.includes(resource) ? [] : [resource];
      const others = touched[resource]?.split(' ').filter(Boolean) ?? ['not in the table'];
      return [path, ['events', ...own, ...others].toSorted().join(' ')];
    });
    expect(found).toEqual(expected);
    expect(writes.length).toBeGreaterThan(140);
  });

  it('has no resource that is not written', () => {
    expect(Object.keys(touched).toSorted()).toEqual(
      [...new Set(writes.map((path) => path.split('.')[0]))].toSorted(),
    );
  });

  it('treats POST reports as reads', () => {
    expect(writes.filter((path) => path.startsWith('reporting'))).toEqual([]);
    expect(queries.reporting.getActivity).toBeTypeOf('function');
  });
});

/** Two leads with their objects. */
function setUp() {
  const queryClient = new QueryClient();
  const { activities, contacts, leads, opportunities, sequences, tasks } = queries;
  const known: Record<string, QueryKey> = {
    'lead 1': leads.get('lead_1').queryKey,
    'lead 2': leads.get('lead_2').queryKey,
    leads: leads.list().queryKey,
    'files 1': leads.files.list('lead_1').queryKey,
    'contact 1': contacts.get('cont_1').queryKey,
    'contact 2': contacts.get('cont_2').queryKey,
    'contacts of 1': contacts.list({ lead_id: 'lead_1' }).queryKey,
    'contacts of 2': contacts.list({ lead_id: 'lead_2' }).queryKey,
    'deal 1': opportunities.get('oppo_1').queryKey,
    'timeline 1': activities.list({ lead_id: ['lead_1'] }).queryKey,
    'timeline 1, paged': infinite.activities.list({ lead_id: ['lead_1'] }).queryKey,
    'timelines 2 and 3': activities.list({ lead_id: ['lead_2', 'lead_3'] }).queryKey,
    activities: activities.list().queryKey,
    notes: activities.notes.list().queryKey,
    'tasks 1': tasks.list({ lead_id: 'lead_1' }).queryKey,
    sequence: sequences.get('seq_1').queryKey,
    'subscription 1': sequences.getSubscription('sub_1').queryKey,
    'subscription 2': sequences.getSubscription('sub_2').queryKey,
  };
  for (const [name, queryKey] of Object.entries(known)) {
    queryClient.setQueryData(queryKey, { lead_id: name.includes('2') ? 'lead_2' : undefined });
  }
  queryClient.setQueryData(known['deal 1'] ?? [], { id: 'oppo_1', lead_id: 'lead_1' });
  queryClient.setQueryData(known['contact 1'] ?? [], { id: 'cont_1', lead_id: 'lead_1' });
  const write = (path: string, variables: object, data?: object): string[] => {
    updateAffected(queryClient, ['close', 'orga_1/user_1', ...path.split('.')], { variables, data });
    return Object.entries(known)
      .filter(([, queryKey]) => queryClient.getQueryState(queryKey)?.isInvalidated)
      .map(([name]) => name);
  };
  return { known, queryClient, write };
}

describe('updateAffected, across resources', () => {
  it('refetches the lead that holds a new contact, and no other', () => {
    const { write } = setUp();
    expect(write('contacts.create', { body: { lead_id: 'lead_1' } }, { id: 'cont_3' })).toEqual([
      'lead 1',
      'leads',
      'files 1',
      'contacts of 1',
      'deal 1',
      'tasks 1',
    ]);
  });

  it('finds the lead of an entity in its response, or in the cache', () => {
    const answered = setUp().write(
      'contacts.update',
      { id: 'cont_9', body: {} },
      { id: 'cont_9', lead_id: 'lead_1' },
    );
    expect(answered).toContain('lead 1');
    expect(answered).not.toContain('lead 2');
    const known = setUp().write('contacts.delete', { id: 'cont_1' });
    expect(known).toContain('lead 1');
    expect(known).not.toContain('lead 2');
  });

  it('refetches every lead when the lead is unknown, or changes', () => {
    expect(setUp().write('contacts.delete', { id: 'cont_9' })).toEqual(
      expect.arrayContaining(['lead 1', 'lead 2', 'contacts of 2']),
    );
    expect(setUp().write('contacts.update', { id: 'cont_1', body: { lead_id: 'lead_2' } })).toEqual(
      expect.arrayContaining(['lead 1', 'lead 2', 'contacts of 1', 'contacts of 2']),
    );
  });

  it('refetches the timelines that show a new note', () => {
    const stale = setUp().write(
      'activities.notes.create',
      { body: { lead_id: 'lead_1', note: 'x' } },
      { id: 'acti_1', lead_id: 'lead_1' },
    );
    expect(stale).toEqual(
      expect.arrayContaining(['timeline 1', 'timeline 1, paged', 'activities', 'notes', 'lead 1']),
    );
    expect(stale).not.toContain('timelines 2 and 3');
  });

  it('refetches everything of the resource after a write to many', () => {
    expect(setUp().write('tasks.bulkUpdate', { body: { is_complete: true } })).toEqual(
      expect.arrayContaining(['tasks 1', 'lead 1', 'lead 2', 'timeline 1', 'timelines 2 and 3']),
    );
    const { known, write } = setUp();
    const rest = Object.keys(known).filter((name) => !/sequence|subscription/.test(name));
    expect(write('leads.merge', { body: { source: 'lead_1', destination: 'lead_2' } })).toEqual(rest);
  });

  it('separates the parts of a resource', () => {
    const { known, queryClient, write } = setUp();
    const data = { id: 'sub_1', status: 'paused' };
    const stale = write('sequences.updateSubscription', { id: 'sub_1', body: {} }, data);
    expect(queryClient.getQueryData(known['subscription 1'] ?? [])).toEqual(data);
    expect(stale).toContain('sequence');
    expect(stale).not.toContain('subscription 2');
  });
});
