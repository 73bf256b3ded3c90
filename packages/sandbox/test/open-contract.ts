import { closeDocument, operationFor, requestSchemaPointer, responseSchemaPointer } from '@closekit/openapi';
import type { FoundOperation } from '@closekit/openapi';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import type { ApiRoute } from '../src/lib/api/base/api-call.ts';
import { openApi } from './open-api.ts';
import type { OpenApi } from './open-api.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(closeDocument, 'close');

const checks = new Map<string, ValidateFunction>();

/** The violations of a schema of the document; none without a schema. */
export function problemsOf(pointer: string | undefined, value: unknown): string[] {
  if (pointer === undefined) return [];
  const check = checks.get(pointer) ?? ajv.compile({ $ref: `close${pointer}` });
  checks.set(pointer, check);
  void check(value);
  return (check.errors ?? []).map((error) => `${pointer} ${error.instancePath} ${error.message}`);
}

/** A sandbox whose responses are checked against the document. */
export interface Contract extends OpenApi {
  /**
   * Sends a request that must succeed, checks request and response against the document, and returns the
   * body.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests inspect any response
  readonly check: (method: string, path: string, body?: unknown) => Promise<any>;
  /** The checked operations. */
  readonly checked: () => string[];
}

/** Creates a sandbox that is checked against the document. */
export function openContract(): Contract {
  const api = openApi();
  const covered = new Set<string>();
  return {
    ...api,
    check: async (method, path, body) => {
      const found = operationFor(method, path.split('?')[0] ?? '');
      if (found === undefined) throw new Error(`Not in the document: ${method} ${path}`);
      const { status, json } = await api.call(method, path, body);
      covered.add(found.operation.operationId);
      expect({ path, status, json }).toSatisfy((answer: { status: number }) => answer.status < 300);
      expectDescribed(found, status);
      if (body !== undefined) expect(problemsOf(requestSchemaPointer(found), body)).toEqual([]);
      const pointer = responseSchemaPointer(found, status);
      expect(problemsOf(pointer, json)).toEqual([]);
      if (pointer === undefined) expect([undefined, {}]).toContainEqual(json);
      return json;
    },
    checked: () => [...covered].toSorted(),
  };
}

function expectDescribed({ operation }: FoundOperation, status: number): void {
  const described = Object.keys(operation.responses ?? {});
  expect(described.includes('2XX') ? [...described, String(status)] : described).toContain(String(status));
}

/** The operations of the document that the routes serve. */
export function operationsOf(routes: readonly ApiRoute[]): string[] {
  const ids = routes.map(({ method, path }) => {
    const found = operationFor(method, path.replaceAll(/\{\w+\}/g, 'x'));
    return found?.operation.operationId ?? `Not in the document: ${method} ${path}`;
  });
  return [...new Set(ids)].toSorted();
}
