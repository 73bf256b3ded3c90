/** Marks that matter between texts, and within one. */
const outside = /["[\]{}]/g;
const inside = /["\\]/g;

/**
 * Splits JSON that arrives in pieces into its rows: the members of a list, or values one after the other. Only
 * the row that has begun is kept; `JSON.parse` reads it once it is whole.
 */
export class RowSplitter {
  /** Braces and brackets that are open, and how many of them are around the rows. */
  #depth = 0;
  #around = 0;
  #isInText = false;
  /** Characters of the next piece that belong to an escape in this one. */
  #skip = 0;
  #row = '';
  #state: 'empty' | 'rows' | 'ended' = 'empty';

  /**
   * Takes a piece, and returns the rows that it completes.
   *
   * @throws SyntaxError when the text is no list of objects.
   */
  push(text: string): unknown[] {
    const rows: unknown[] = [];
    let from = 0;
    let at = this.#skip;
    for (;;) {
      const marks = this.#isInText ? inside : outside;
      marks.lastIndex = at;
      const index = marks.exec(text)?.index;
      if (index === undefined) break;
      at = index + 1;
      const mark = text[index];
      if (mark === '\\') at += 1;
      else if (mark === '"') this.#quote(text.slice(from, at));
      else if (mark === '{' || mark === '[') {
        if (this.#isBetween()) from = this.#open(text.slice(from, index), mark) ? at : index;
        else this.#depth += 1;
      } else if (this.#close(text.slice(from, index))) {
        rows.push(JSON.parse(this.#row + text.slice(from, at)));
        this.#row = '';
        from = at;
      } else if (this.#isBetween()) from = at;
    }
    this.#skip = Math.max(0, at - text.length);
    if (this.#isBetween()) checkGap(text.slice(from));
    else this.#row += text.slice(from);
    return rows;
  }

  /**
   * Ends the text.
   *
   * @throws SyntaxError when it is not complete.
   */
  finish(): void {
    if (this.#state === 'empty' || this.#depth > 0) throw new SyntaxError('The JSON is not complete.');
  }

  #isBetween(): boolean {
    return this.#depth <= this.#around;
  }

  #quote(before: string): void {
    if (this.#isBetween()) checkGap(before);
    this.#isInText = !this.#isInText;
  }

  /** Begins a row, or the list of rows. Returns whether it is the list. */
  #open(gap: string, mark: string): boolean {
    checkGap(gap);
    if (this.#state === 'ended') throw new SyntaxError('There is more after the list.');
    const isList = this.#state === 'empty' && mark === '[';
    if (isList) this.#around = 1;
    this.#depth += 1;
    this.#state = 'rows';
    return isList;
  }

  /** Ends an object, a list, a row, or the list of rows. Returns whether it is a row. */
  #close(before: string): boolean {
    if (!this.#isBetween()) {
      this.#depth -= 1;
      return this.#isBetween();
    }
    checkGap(before);
    if (this.#depth === 0) throw new SyntaxError('A bracket closes nothing.');
    this.#depth = 0;
    this.#around = 0;
    this.#state = 'ended';
    return false;
  }
}

function checkGap(text: string): void {
  if (!/^[\s,]*$/.test(text)) throw new SyntaxError('A row is no object.');
}
