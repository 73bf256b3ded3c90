import { describe, expect, it } from 'vitest';
import { operationFor } from './operation-for.ts';

describe('operationFor', () => {
  it('finds an operation by method and path', () => {
    expect(operationFor('GET', '/lead/')?.operation.operationId).toBe('leads_list');
  });

  it('reads the path parameters', () => {
    const found = operationFor('put', '/lead/lead_4uXcB1mZ7sKd0Qe9RfTjHw/');
    expect(found?.operation.operationId).toBe('leads_update');
    expect(found?.pathParameters).toEqual({ id: 'lead_4uXcB1mZ7sKd0Qe9RfTjHw' });
  });

  it('prefers a fixed path to one with a parameter', () => {
    expect(operationFor('POST', '/lead/merge/')?.operation.operationId).toBe('leads_merge');
  });

  it('is undefined for a method that the path does not have', () => {
    expect(operationFor('DELETE', '/lead/')).toBeUndefined();
    expect(operationFor('PATCH', '/lead/')).toBeUndefined();
  });

  it('is undefined for a path without its final slash', () => {
    expect(operationFor('GET', '/lead')).toBeUndefined();
  });
});
