import { describe, expect, it } from 'vitest';
import { growTree, parseOperation } from './parse-operations.ts';

describe('parseOperation', () => {
  it('reads method and path, and that a write has a body', () => {
    expect(parseOperation('leads_get /lead/{id}/ GET')).toEqual({
      id: 'leads_get',
      method: 'GET',
      path: '/lead/{id}/',
      read: true,
    });
    expect(parseOperation('leads_update /lead/{id}/ PUT')).toMatchObject({ body: true });
    expect(parseOperation('leads_create /lead/ POST')).toMatchObject({ body: true });
    expect(parseOperation('leads_delete /lead/{id}/')).not.toHaveProperty('body DELETE');
    expect(parseOperation('playbooks_archive /playbook/{id}/archive/ POST bare')).not.toHaveProperty('body');
  });

  it('recognises reads by GET or by their flag, not by their name', () => {
    expect(parseOperation('search_query /data/search/ POST read body-cursor')).toEqual({
      id: 'search_query',
      method: 'POST',
      path: '/data/search/',
      read: true,
      body: true,
      pages: 'body-cursor',
    });
    expect(parseOperation('things_get_or_create /thing/')).not.toHaveProperty('read POST');
    expect(parseOperation('leads_update /lead/{id}/')).not.toHaveProperty('read PUT');
  });

  it('puts the path together from its start and its rest', () => {
    expect(parseOperation('notes_get /activity/note/ GET {id}/')).toMatchObject({
      path: '/activity/note/{id}/',
    });
    expect(parseOperation('users_get_me  GET /me/')).toMatchObject({ path: '/me/' });
  });

  it('reads pagination, segments and an explicit id', () => {
    expect(parseOperation('events_list /event/ GET cursor')).toMatchObject({ pages: 'cursor' });
    expect(parseOperation('a_get /a/{type}/ GET segments')).toMatchObject({ segments: true });
    expect(parseOperation('leads.files_list /lead/{id}/files/ GET offset id=leads_files_list')).toEqual({
      id: 'leads_files_list',
      method: 'GET',
      path: '/lead/{id}/files/',
      read: true,
      pages: 'offset',
    });
  });
});

describe('growTree', () => {
  it('puts ids and paths together, under camel-case names', () => {
    const table = {
      activities: {
        '/': '/activity/',
        list: 'GET offset',
        email_threads: { '/': '/activity/emailthread/', get: 'GET {id}/' },
        calls: { get: 'GET {id}/' },
      },
      users: { get_me: 'GET /me/', list: 'GET /user/ offset' },
    };
    expect(growTree(table, (row) => row)).toEqual({
      activities: {
        list: 'activities_list /activity/ GET offset',
        emailThreads: { get: 'activities.email_threads_get /activity/emailthread/ GET {id}/' },
        calls: { get: 'activities.calls_get /activity/call/ GET {id}/' },
      },
      users: { getMe: 'users_get_me  GET /me/', list: 'users_list  GET /user/ offset' },
    });
  });
});
