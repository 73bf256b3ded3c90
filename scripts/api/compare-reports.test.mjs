import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareReports } from './compare-reports.mjs';
import { writeReport } from './report-text.mjs';

const report = (exports, generated = {}) =>
  writeReport('@closekit/alpha', {
    exports: new Map(Object.entries(exports)),
    inner: new Map(),
    generated: new Map(Object.entries(generated)),
  });

const interfaceOf = (...members) =>
  `interface AlphaOptions {\n${members.map((m) => `    ${m};`).join('\n')}\n}`;

/** Compares a declaration with the same one that has one line more. */
const compareWithLine = ([name, head, line, ...tail]) =>
  compareReports(
    report({ [name]: [head, ...tail, '}'].join('\n') }),
    report({ [name]: [head, line, ...tail, '}'].join('\n') }),
  );

describe('compareReports', () => {
  it('finds nothing between equal reports', () => {
    const text = report({ a: 'function a(): void;' }, { Lead: 'interface, 3 members, 0a' });
    assert.deepEqual(compareReports(text, text), []);
  });

  it('takes a new name as compatible', () => {
    const changes = compareReports(report({}), report({ a: 'function a(): void;' }));
    assert.deepEqual(changes, [{ name: 'a', isBreaking: false }]);
  });

  it('takes a removed name as breaking', () => {
    const changes = compareReports(report({ a: 'function a(): void;' }), report({}));
    assert.deepEqual(changes, [{ name: 'a', isBreaking: true }]);
  });

  it('takes another signature as breaking', () => {
    const changes = compareReports(
      report({ a: 'function a(): void;' }),
      report({ a: 'function a(b: 1): void;' }),
    );
    assert.deepEqual(changes, [{ name: 'a', isBreaking: true }]);
  });

  it('takes a new optional member as compatible, and a new required option as breaking', () => {
    const before = report({ AlphaOptions: interfaceOf('a: string') });
    const [optional] = compareReports(before, report({ AlphaOptions: interfaceOf('a: string', 'b?: 1') }));
    const [required] = compareReports(before, report({ AlphaOptions: interfaceOf('a: string', 'b: 1') }));
    assert.deepEqual([optional.isBreaking, required.isBreaking], [false, true]);
  });

  const kinds = {
    'a required property of a configuration': [
      'ClientConfig',
      'interface ClientConfig {',
      '    tenant: string;',
    ],
    'a method of what users implement': [
      'TokenStore',
      'interface TokenStore {',
      '    list(): Promise<void>;',
    ],
    'a generic method': ['TokenStore', 'interface TokenStore {', '    list<T>(of: T): Promise<T>;'],
    'a method that users must pass': [
      'AlphaOptions',
      'interface AlphaOptions {',
      '    report(key: string): void;',
    ],
    'a required prop': ['AlphaProps', 'interface AlphaProps {', '    readonly label: string;'],
    'an accessor': ['TokenStore', 'interface TokenStore {', '    get size(): number;'],
    'a name in quotes': ['AlphaProps', 'interface AlphaProps {', '    "aria-label": string;'],
    'a call signature': ['AlphaListener', 'interface AlphaListener {', '    (key: string): void;'],
    'an option within a parameter of a method': [
      'CloseOAuth',
      'interface CloseOAuth {\n    startAuthorization(options?: {\n        context?: string | undefined;',
      '        tenant: string;',
      '    }): Promise<string>;',
    ],
    'an option within a parameter of a method of a class': [
      'Alpha',
      'class Alpha {\n    start(options?: {\n        context?: string | undefined;',
      '        tenant: string;',
      '    }): Promise<string>;',
    ],
    'an option within a parameter of a function': ['a', 'function a(options: {', '    tenant: string;'],
    'a constructor': ['Alpha', 'class Alpha {', '    constructor(key: string);'],
  };
  for (const [kind, declaration] of Object.entries(kinds)) {
    it(`takes as breaking ${kind}`, () => {
      assert.deepEqual(compareWithLine(declaration), [{ name: declaration[0], isBreaking: true }]);
    });
  }

  const harmless = {
    'an optional method': ['TokenStore', 'interface TokenStore {', '    list?(): Promise<void>;'],
    'an optional generic method': ['TokenStore', 'interface TokenStore {', '    list?<T>(): Promise<T>;'],
    'another value': ['AlphaCode', 'type AlphaCode =', '    | "new"'],
    'an overload': ['a', 'function a(): void;', 'function a(b: string): void;'],
    'a property of what only we write': ['OAuthEvent', 'interface OAuthEvent {', '    readonly key: string;'],
    'a property of a class': ['Alpha', 'class Alpha extends Error {', '    readonly reason: string;'],
    'a method of a class': ['Alpha', 'class Alpha {', '    list(): void;'],
  };
  for (const [kind, declaration] of Object.entries(harmless)) {
    it(`takes as compatible ${kind}`, () => {
      assert.deepEqual(compareWithLine(declaration), [{ name: declaration[0], isBreaking: false }]);
    });
  }

  it('takes another generated type as compatible, and a removed one as breaking', () => {
    const before = report({}, { Lead: 'interface, 3 members, 0a', Task: 'interface, 2 members, 0b' });
    const changes = compareReports(before, report({}, { Lead: 'interface, 4 members, 0c' }));
    assert.deepEqual(changes, [
      { name: 'Lead', isBreaking: false },
      { name: 'Task', isBreaking: true },
    ]);
  });
});
