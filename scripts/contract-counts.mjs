import { closeDocument, operationFor } from '../packages/openapi/src/index.ts';
import { apiRoutes } from '../packages/sandbox/src/lib/api/api-routes.ts';

/** The counts that a README may name. */
const counts = {
  operations: { source: 'the document', count: countOperations() },
  'sandbox operations': { source: 'the sandbox', count: countServed() },
};

const place = /(<!-- count: ([\w ]+) -->)(.*?)(<!-- \/count -->)/g;

/**
 * Fills in the counts that a text marks: `<!-- count: operations -->303<!-- /count -->`.
 *
 * @param text - The text of a README.
 * @returns The text with the current counts, and the wrong ones of the text before: line and problem.
 */
export function fillCounts(text) {
  const faults = [];
  const filled = text.replaceAll(place, (...match) => {
    const [whole, start, name, written, end, offset] = match;
    if (!(name in counts)) throw new Error(`The count "${name}" does not exist.`);
    const { source, count } = counts[name];
    if (written === String(count)) return whole;
    const line = text.slice(0, offset).split('\n').length;
    faults.push({ line, problem: `says ${written} ${name}, ${source} has ${count}` });
    return start + count + end;
  });
  return { filled, faults };
}

function countOperations() {
  const methods = ['get', 'post', 'put', 'delete'];
  return Object.values(closeDocument.paths).flatMap((item) => methods.filter((method) => item[method]))
    .length;
}

function countServed() {
  const ids = apiRoutes.map(({ method, path }) => {
    const found = operationFor(method, path.replaceAll(/\{\w+\}/g, 'x'));
    return found?.operation.operationId;
  });
  return new Set(ids).size;
}
