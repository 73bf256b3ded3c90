/** How a changeset becomes an entry of a changelog: its text, and links to where it was made. */
import { execFileSync } from 'node:child_process';

const repository = 'https://github.com/closekit/closekit';

/**
 * Writes the entry of a changeset.
 *
 * @param {{ summary: string, commit?: string }} changeset - The changeset, with the commit that added it.
 * @returns {string} A list item.
 */
export function getReleaseLine({ summary, commit }) {
  const [first, ...rest] = summary.trim().split('\n');
  const links = commit === undefined ? '' : ` (${linksOf(commit)})`;
  return [`- ${first}${links}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

/**
 * Says nothing of other packages: they share the version, and have changelogs of their own.
 *
 * @returns {string} No text.
 */
export function getDependencyReleaseLine() {
  return '';
}

/** The pull request, when the subject of the commit ends with its number, else the commit. */
function linksOf(commit) {
  const subject = execFileSync('git', ['log', '-1', '--format=%s', commit], { encoding: 'utf8' }).trim();
  const [, number] = /\(#(\d+)\)$/.exec(subject) ?? [];
  if (number !== undefined) return `[#${number}](${repository}/pull/${number})`;
  return `[\`${commit.slice(0, 7)}\`](${repository}/commit/${commit})`;
}
