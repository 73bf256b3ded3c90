import { describe, expect, it } from 'vitest';
import { writtenEntities } from './written-entities.ts';

const entities = (path: string, variables: unknown, scope = 'orga_1') =>
  writtenEntities(['close', scope, ...path.split('.')], variables);

describe('writtenEntities', () => {
  it('has the path parameters, with their scope', () => {
    const update = { id: 'lead_1', body: { name: 'a', status_id: 'stat_1', source: 'ad' } };
    expect(entities('leads.update', update)).toEqual(['orga_1 lead_1']);
    expect(entities('leads.update', update, 'orga_2')).toEqual(['orga_2 lead_1']);
    expect(entities('leads.delete', { id: 'lead_1' })).toEqual(['orga_1 lead_1']);
    expect(entities('groups.removeMember', { group_id: 'group_1', user_id: 'user_1' })).toEqual([
      'orga_1 group_1',
      'orga_1 user_1',
    ]);
  });

  it('has both leads of a merge', () => {
    const body = { source: 'lead_1', destination: 'lead_2' };
    expect(entities('leads.merge', { body })).toEqual(['orga_1 lead_1', 'orga_1 lead_2']);
  });

  it('has the entities that a bulk update selects by id', () => {
    const both = ['orga_1 task_1', 'orga_1 task_2'];
    expect(entities('tasks.bulkUpdate', { body: {}, query: { id__in: 'task_1,task_2' } })).toEqual(both);
    expect(entities('tasks.bulkUpdate', { body: {}, query: { id__in: ['task_1', 'task_2'] } })).toEqual(both);
  });

  it('has the resource of settings, which have no id', () => {
    expect(entities('blockedPhoneNumbers.updateSettings', { body: {} })).toEqual([
      'orga_1 blockedPhoneNumbers',
    ]);
  });

  it('is empty for creates, except below an entity', () => {
    expect(entities('contacts.create', { body: { lead_id: 'lead_1', name: 'a' } })).toEqual([]);
    expect(entities('sendAs.bulkCreate', { body: {} })).toEqual([]);
    expect(entities('leads.files.create', { id: 'lead_1', body: {} })).toEqual(['orga_1 lead_1']);
  });

  it('is empty for mutations of the app, and for writes out of order', () => {
    const key = ['close', 'orga_1', 'leads', 'update'];
    expect(writtenEntities(['mine', 'orga_1', 'leads', 'update'], { id: 'lead_1' })).toEqual([]);
    expect(writtenEntities(undefined, { id: 'lead_1' })).toEqual([]);
    expect(writtenEntities(key, undefined)).toEqual([]);
    expect(writtenEntities(key, { id: 'lead_1' }, { closeInOrder: false })).toEqual([]);
    expect(writtenEntities(key, { id: 'lead_1' }, {})).toEqual(['orga_1 lead_1']);
  });
});
