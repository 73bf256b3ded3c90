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

  it('takes another generated type as compatible, and a removed one as breaking', () => {
    const before = report({}, { Lead: 'interface, 3 members, 0a', Task: 'interface, 2 members, 0b' });
    const changes = compareReports(before, report({}, { Lead: 'interface, 4 members, 0c' }));
    assert.deepEqual(changes, [
      { name: 'Lead', isBreaking: false },
      { name: 'Task', isBreaking: true },
    ]);
  });
});
