/**
 * One form for doc comments: `@param name - Sentence.`, `@returns Sentence.`, `@throws ErrorName …`, no types in tags
 * (except in JavaScript), and a summary that is a sentence.
 */
export const docComments = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const isJavaScript = /\.m?js$/.test(context.filename);
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (comment.type !== 'Block' || !comment.value.startsWith('*')) continue;
          const text = isJavaScript ? comment.value.replaceAll(tagType, '$1') : comment.value;
          for (const message of findFaults(text)) context.report({ loc: comment.loc, message });
        }
      },
    };
  },
};

/** The type in a tag; that of an object may span braces. */
const tagType = /(@(?:param|returns|throws) )\{(?:[^{}]|\{[^{}]*\})*\}\s+/g;

const startsLikeSentence = /^[A-Z0-9`"'“*({[<_$]/;
const endsLikeSentence = /[.!?:…)`|]$/;

function findFaults(text) {
  const lines = text
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd());
  const [summary, ...tags] = splitTags(lines);
  const faults = tags.flatMap(checkTag);
  if (summary && !isSentence(summary)) faults.unshift(`The summary is no sentence: "${shorten(summary)}"`);
  return faults;
}

/** The summary first, then a text for each tag. Tags inside of code blocks are none. */
function splitTags(lines) {
  const parts = [[]];
  let isCode = false;
  for (const line of lines) {
    if (line.trimStart().startsWith('```')) isCode = !isCode;
    if (!isCode && /^@\w/.test(line)) parts.push([]);
    parts.at(-1).push(line);
  }
  return parts.map((part) => part.join('\n').trim());
}

function checkTag(text) {
  const [, tag, rest] = /^@(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (/^\{(?!@link)/.test(rest) && tag !== 'link') return [`@${tag} names a type: TypeScript says it.`];
  if (tag === 'param') {
    const [, description] = /^[\w.$[\]]+ - ([\s\S]+)$/.exec(rest) ?? [];
    return description && isSentence(description)
      ? []
      : [`Write "@param name - Sentence." (${shorten(rest)})`];
  }
  if (tag === 'returns') return isSentence(rest) ? [] : [`Write "@returns Sentence." (${shorten(rest)})`];
  if (tag === 'throws')
    return /^`?[A-Z]\w+/.test(rest) ? [] : [`Write "@throws ErrorName …" (${shorten(rest)})`];
  return tag === 'return' || tag === 'exception'
    ? [`Write @${tag === 'return' ? 'returns' : 'throws'}.`]
    : [];
}

function isSentence(text) {
  return startsLikeSentence.test(text) && endsLikeSentence.test(text);
}

function shorten(text) {
  const line = text.split('\n')[0];
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
