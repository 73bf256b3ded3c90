import { createOpaqueId } from '../base/opaque-id.ts';

/** Joins the parts of texts. */
export interface TextJoiner {
  /** Adds a part. Returns the text once all its parts are there. */
  add(part: string): string | undefined;
  /** Forgets texts whose other parts will not arrive. */
  clear(): void;
}

/**
 * Splits JSON into parts of at most `partLength` bytes, each with the id of the text, its place and the number of
 * parts.
 */
export function splitJson(json: string, partLength: number): string[] {
  // In ASCII a character is a byte, and no part ends within one.
  const ascii = json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const id = createOpaqueId();
  const length = partLength - id.length - headerLength;
  const count = Math.max(1, Math.ceil(ascii.length / length));
  return Array.from(
    { length: count },
    (_, place) => `${id} ${place} ${count} ${ascii.slice(place * length, (place + 1) * length)}`,
  );
}

// Two numbers of up to six digits, and three spaces.
const headerLength = 15;
// The parts of a text arrive one after the other, so no more than a few texts are ever incomplete.
const mostTexts = 100;
const mostParts = 1000;

/** Creates a joiner. Parts may arrive in any order. */
export function createTextJoiner(): TextJoiner {
  const texts = new Map<string, (string | undefined)[]>();
  return {
    add(part) {
      const [, id = '', place = '', count = '', content = ''] =
        /^([\w-]+) (\d{1,6}) (\d{1,6}) (.*)$/s.exec(part) ?? [];
      const [index, length] = [Number(place), Number(count)];
      if (id === '' || index >= length || length > mostParts) return undefined;
      if (!texts.has(id) && texts.size >= mostTexts) texts.clear();
      const parts = texts.get(id) ?? Array.from<string | undefined>({ length });
      texts.set(id, parts);
      parts[index] = content;
      if (parts.includes(undefined)) return undefined;
      texts.delete(id);
      return parts.join('');
    },
    clear: () => texts.clear(),
  };
}
