/** Compares a report with that of the last release. */
import { readReport } from './report-text.mjs';

const modifiers = '(?:(?:readonly|override|static|abstract|get|set|new) ?)*';
const memberName = String.raw`(?:[\w$]+|"[^"]*"|'[^']*'|\[[^\]]*\])?`;
/** A property `name:`, a method `name(` or `name<T>(`, or a signature `(`, at any depth; with `?` it is optional. */
const requiredMember = new RegExp(String.raw`^\s+${modifiers}${memberName}(?:<.*>)?[:(]`);
/** A member of the class itself: only we create our classes. Its constructor and parameters are for users to call. */
const classMember = /^ {4}(?!constructor\()\S/;

/** Types whose values users only receive: from a result, or in a callback. A type that is not here counts as input. */
const outputOnly = new Set([
  'CloseCallStartEvent',
  'CloseErrorEvent',
  'CloseHandlerEvent',
  'CloseRateLimitEvent',
  'CloseRequestEvent',
  'CloseResponseEvent',
  'CloseRetryEvent',
  'EnsuredSubscription',
  'ExportProgress',
  'FileProgress',
  'GrantListPage',
  'ImportProgress',
  'KeepAliveProgress',
  'OAuthEvent',
  'OAuthStats',
  'RecordedRequest',
  'ResealProgress',
  'StartedAuthorization',
  'UseCloseLiveResult',
]);

/**
 * Lists what has changed. A removed or different declaration breaks users, and so does a new required property or
 * method, unless users only receive the type; a new declaration, an optional or other new line, and another generated
 * type do not.
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
  if (outputOnly.has(name)) return false;
  const isClass = after.startsWith('class ');
  return left.some((line) => requiredMember.test(line) && !(isClass && classMember.test(line)));
}
