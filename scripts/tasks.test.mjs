import assert from 'node:assert/strict';
import { it } from 'node:test';
import { tasks } from './tasks.mjs';

it('formats after everything else that repairs files', () => {
  const repairs = tasks.check.flatMap(([, , repair]) => repair ?? []);
  assert.equal(repairs.at(-1), 'oxfmt');
});
