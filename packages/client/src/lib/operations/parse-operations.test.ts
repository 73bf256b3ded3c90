import { describe, expect, it } from 'vitest';
import { growTree, parseOperation } from './parse-operations.ts';

describe('parseOperation', () => {
  it('reads method and path, and that a write has a body', () => {
    expect(parseOperation('leads_get GET /lead/{id}/')).toEqual({
      id: 'leads_get',
      method: 'GET',
      path: '/lead/{id}/',
      read: true,
    });
    expect(parseOperation('leads_update PUT /lead/{id}/')).toMatchObject({ body: true });
    expect(parseOperation('leads_create POST /lead/')).toMatchObject({ body: true });
    expect(parseOperation('leads_delete DELETE /lead/{id}/')).not.toHaveProperty('body');
    expect(parseOperation('playbooks_archive POST /playbook/{id}/archive/ bare')).not.toHaveProperty('body');
  });

  it('knows reads by GET or by their flag, and not by their name', () => {
    expect(parseOperation('search_query POST /data/search/ read body-cursor')).toEqual({
      id: 'search_query',
      method: 'POST',
      path: '/data/search/',
      read: true,
      body: true,
      pages: 'body-cursor',
    });
    expect(parseOperation('things_get_or_create POST /thing/')).not.toHaveProperty('read');
    expect(parseOperation('leads_update PUT /lead/{id}/')).not.toHaveProperty('read');
  });

  it('reads how it pages, segments and an id of its own', () => {
    expect(parseOperation('events_list GET /event/ cursor')).toMatchObject({ pages: 'cursor' });
    expect(parseOperation('a_get GET /a/{type}/ segments')).toMatchObject({ segments: true });
    expect(parseOperation('leads.files_list GET /lead/{id}/files/ offset id=leads_files_list')).toEqual({
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
      },
      users: { get_me: 'GET /me/', list: 'GET /user/ offset' },
    };
    expect(growTree(table, (row) => row)).toEqual({
      activities: {
        list: 'activities_list GET /activity/ offset',
        emailThreads: { get: 'activities.email_threads_get GET /activity/emailthread/{id}/' },
      },
      users: { getMe: 'users_get_me GET /me/', list: 'users_list GET /user/ offset' },
    });
  });
});
