import { describe, expect, it } from 'vitest';
import { replaceEntity } from './replace-entity.ts';

const contact = { id: 'cont_1', name: 'Ada' };
const other = { id: 'cont_2', name: 'Bob' };
const rename = (entity: object): object => ({ ...entity, name: 'Lovelace' });
const remove = (): undefined => undefined;

describe('replaceEntity', () => {
  it('finds an entity by itself, in lists, in pages and inside another one', () => {
    const renamed = { id: 'cont_1', name: 'Lovelace' };
    expect(replaceEntity(contact, 'cont_1', rename)).toEqual(renamed);
    expect(replaceEntity({ data: [other, contact] }, 'cont_1', rename)).toEqual({ data: [other, renamed] });
    expect(replaceEntity({ pages: [{ data: [contact] }], pageParams: [0] }, 'cont_1', rename)).toEqual({
      pages: [{ data: [renamed] }],
      pageParams: [0],
    });
    const lead = { id: 'lead_1', contacts: [contact, other] };
    expect(replaceEntity(lead, 'cont_1', rename)).toEqual({ id: 'lead_1', contacts: [renamed, other] });
  });

  it('leaves data without the entity alone, and shares the unchanged parts', () => {
    const list = { data: [other], cursor: null };
    expect(replaceEntity(list, 'cont_1', rename)).toBe(list);
    const lead = { contacts: [contact], tasks: [other] };
    expect(replaceEntity(lead, 'cont_1', rename)).toHaveProperty('tasks', lead.tasks);
    expect(lead.contacts).toEqual([contact]);
  });

  it('removes an entity from lists only', () => {
    expect(replaceEntity({ data: [contact, other] }, 'cont_1', remove)).toEqual({ data: [other] });
    const holder = { contact, pages: [{ data: [contact] }] };
    expect(replaceEntity(holder, 'cont_1', remove)).toEqual({ contact, pages: [{ data: [] }] });
  });

  it('returns data that is not an object as it is', () => {
    expect(replaceEntity('old', 'cont_1', rename)).toBe('old');
    expect(replaceEntity(undefined, 'cont_1', rename)).toBeUndefined();
    expect(replaceEntity([null, 1], 'cont_1', rename)).toEqual([null, 1]);
  });
});
