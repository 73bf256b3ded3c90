import { CloseApiError } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import { fieldErrorsOf, setFieldErrors } from './field-errors.ts';

const refused = new CloseApiError('invalid_request', 'Close refused the request.', {
  fieldErrors: { name: 'Too long.', 'contacts.0.emails.1.email': 'No address.' },
});

describe('fieldErrorsOf', () => {
  it('returns the messages by the names of Close', () => {
    expect(fieldErrorsOf(refused)).toEqual({
      name: 'Too long.',
      'contacts.0.emails.1.email': 'No address.',
    });
  });

  it('renames fields, and the start of their paths', () => {
    const names = { name: 'company', contacts: 'people', 'contacts.0.emails': 'addresses', email: 'no' };
    expect(fieldErrorsOf(refused, names)).toEqual({
      company: 'Too long.',
      'addresses.1.email': 'No address.',
    });
    expect(fieldErrorsOf(refused, { contacts: 'people' })).toMatchObject({
      'people.0.emails.1.email': 'No address.',
    });
  });

  it('is empty for an error about no field', () => {
    expect(fieldErrorsOf(new CloseApiError('network', 'No response.'))).toEqual({});
    expect(fieldErrorsOf(new Error('Of the app.'))).toEqual({});
    expect(fieldErrorsOf(null)).toEqual({});
  });

  it('takes no field for one that every object has', () => {
    const error = new CloseApiError('invalid_request', 'Refused.', { fieldErrors: { toString: 'No.' } });
    expect(fieldErrorsOf(error)).toEqual({ toString: 'No.' });
  });
});

describe('setFieldErrors', () => {
  it('sets the error of each field', () => {
    const set: unknown[] = [];
    const setError = (...args: unknown[]) => void set.push(args);
    expect(setFieldErrors(refused, setError, { name: 'company' })).toBe(true);
    expect(set).toEqual([
      ['company', { type: 'close', message: 'Too long.' }],
      ['contacts.0.emails.1.email', { type: 'close', message: 'No address.' }],
    ]);
  });

  it('sets nothing for an error about no field', () => {
    const set: unknown[] = [];
    const setError = (...args: unknown[]) => void set.push(args);
    expect(setFieldErrors(new CloseApiError('network', 'No response.'), setError)).toBe(false);
    expect(set).toEqual([]);
  });
});
