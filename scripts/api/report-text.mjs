/** The text of an API report, and what it says. */

/**
 * Writes the report of a door.
 *
 * @param {string} door - Its name, such as `@closekit/client/files`.
 * @param {object} described - The result of `describeDoor`.
 * @returns {string} Markdown.
 */
export function writeReport(door, { exports, inner, generated }) {
  const lines = [...generated].map(([name, summary]) => `- ${name}: ${summary}`);
  return [
    `# ${door}\n`,
    'What this door exports. Written by `pnpm api` from the built declarations; do not edit it.\n',
    ...blocksOf(exports),
    ...(inner.size > 0 ? ['## Not exported, but named above\n', ...blocksOf(inner)] : []),
    ...(lines.length > 0 ? ['## Generated from the document of Close\n', `${lines.join('\n')}\n`] : []),
  ].join('\n');
}

function blocksOf(names) {
  return [...names].map(([name, text]) => `### ${name}\n\n\`\`\`ts\n${text}\n\`\`\`\n`);
}

/**
 * Reads a report.
 *
 * @param {string} text - The report.
 * @returns {Map<string, string>} The declarations by name; of generated names the summary.
 */
export function readReport(text) {
  const blocks = [...text.matchAll(/^### (.+)\n\n```ts\n([^]*?)\n```$/gm)];
  const lines = [...text.matchAll(/^- (.+?): (.+)$/gm)];
  return new Map([
    ...blocks.map(([, name, declaration]) => [name, declaration]),
    ...lines.map(([, name, summary]) => [name, `generated: ${summary}`]),
  ]);
}
