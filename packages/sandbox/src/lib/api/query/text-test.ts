/** How the words of a text are compared: all of them, in this order, or by their beginnings. */
export const textModes = ['full_words', 'phrase', 'beginning_of_words'] as const;

/** Whether one of several texts, or all of them together, match. */
export type TextTest = (texts: Texts) => boolean;

/** Texts, with their words if these are kept. */
export type Texts = readonly string[] & { readonly words?: string };

const betweenWords = /[^\p{L}\p{N}\p{M}]+/gu;

/** Compares words without regard to case. Characters other than letters and digits only separate them. */
export function textTest(wanted: string, mode: (typeof textModes)[number]): TextTest {
  const phrase = wordsOf(wanted);
  const words = phrase.split(' ').filter((word) => word !== '');
  const parts = words.length > 0 && mode === 'phrase' ? [phrase] : words.map((word) => ` ${word}`);
  const ends = mode === 'full_words' ? parts.map((part) => `${part} `) : parts;
  return (texts) => {
    if (texts.words !== undefined) return includesAll(texts.words, ends);
    if (!includesAll(texts.join('\n').toLowerCase(), words)) return false;
    return includesAll(texts.map(wordsOf).join('\n'), ends);
  };
}

/** Tells the words of texts apart once, for texts that will be tested again. */
export function keepWords(texts: readonly string[]): Texts {
  return Object.assign([...texts], { words: texts.map(wordsOf).join('\n') });
}

/** Compares words by a pattern: `*` stands for any characters other than spaces. */
export function patternTest(pattern: string): TextTest {
  const parts = pattern.toLowerCase().split('*');
  return (texts) =>
    texts.some((text) => {
      const lower = text.toLowerCase();
      return includesAll(lower, parts) && candidatesOf(lower).some((word) => fits(word, parts));
    });
}

/** A quick look before words are told apart: most texts lack the words. */
function includesAll(text: string, parts: readonly string[]): boolean {
  return parts.every((part) => text.includes(part));
}

/** The words of a text with a space at either end of each. */
function wordsOf(text: string): string {
  return ` ${text.toLowerCase().replaceAll(betweenWords, ' ').trim()} `;
}

/** The parts between spaces, and the words in them. */
function candidatesOf(text: string): string[] {
  return text.split(/\s+/).flatMap((run) => [run, ...run.split(betweenWords)]);
}

function fits(word: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  const end = word.length - last.length;
  let at = first.length;
  if (at > end || !word.startsWith(first) || !word.endsWith(last)) return false;
  for (const part of parts.slice(1, -1)) {
    const found = word.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
