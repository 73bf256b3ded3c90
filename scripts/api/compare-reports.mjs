/** Compares a report with that of the last release. */
import { readReport } from './report-text.mjs';

const requiredMember = /^\s+(?:readonly )?[\w'"[\]-]+:/;

/**
 * Lists what has changed. A removed or different declaration breaks users, and so does a new required option; a new
 * declaration, a new line, and another generated type do not.
 *
 * @param {string} released - The report of the last release; empty when the door is new.
 * @param {string} current - The report now.
 * @returns {{ name: string, isBreaking: boolean }[]} One for each changed name.
 */
export function compareReports(released, current) {
  const before = readReport(released);
  const after = readReport(current);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ name, isBreaking: breaks(name, before.get(name), after.get(name)) }));
}

function breaks(name, before, after) {
  if (before === undefined) return false;
  if (after === undefined) return true;
  if (before.startsWith('generated: ')) return !after.startsWith('generated: ');
  const left = after.split('\n');
  for (const line of before.split('\n')) {
    const at = left.indexOf(line);
    if (at === -1) return true;
    left.splice(at, 1);
  }
  return name.endsWith('Options') && left.some((line) => requiredMember.test(line));
}
