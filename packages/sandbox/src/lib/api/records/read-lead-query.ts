/** A condition: a word, a "phrase", or a field with an operator and its accepted values. */
export interface LeadTerm {
  readonly type: 'term';
  /** In lower case; `undefined` for a word or phrase. */
  readonly field: string | undefined;
  readonly operator: string;
  /** In lower case; one of them must match. */
  readonly values: readonly string[];
}

/** A parsed query. */
export type LeadQuery =
  | LeadTerm
  | { readonly type: 'and' | 'or'; readonly parts: readonly LeadQuery[] }
  | { readonly type: 'not'; readonly part: LeadQuery };

const queryTokenPattern =
  /\s*(?:([(),])|"([^"]*)"?|([\w.]+)\s*(:|>=|<=|>|<)\s*|([\w.]+)\s+in\s*(?=\()|(-)(?=[\w"(])|([^\s"(),]+))/giy;

type Token =
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'value'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'field'; readonly text: string; readonly operator: string };

/**
 * Parses the common part of Close's legacy query syntax: words and "phrases", `field:value`, comparisons,
 * `field in ("a", "b")`, `-` or `not` before a condition, `or`, and parentheses. Every text is a valid query:
 * open quotes and parentheses are closed, and unreadable parts are ignored.
 */
export function readLeadQuery(text: string): LeadQuery {
  const tokens = [...text.matchAll(queryTokenPattern)].map(toToken);
  const parts: LeadQuery[] = [];
  // An unmatched closing parenthesis is skipped.
  while (tokens.length > 0) {
    parts.push(readAlternatives(tokens));
    tokens.shift();
  }
  return { type: 'and', parts };
}

function toToken([
  ,
  mark,
  phrase,
  field,
  operator = '',
  listField,
  minus,
  word = '',
]: RegExpExecArray): Token {
  if (mark !== undefined) return { kind: 'mark', text: mark };
  if (phrase !== undefined) return { kind: 'value', text: phrase.toLowerCase(), isQuoted: true };
  if (field !== undefined) return { kind: 'field', text: field.toLowerCase(), operator };
  if (listField !== undefined) return { kind: 'field', text: listField.toLowerCase(), operator: 'in' };
  if (minus !== undefined) return { kind: 'mark', text: 'not' };
  const lower = word.toLowerCase();
  return ['and', 'or', 'not'].includes(lower)
    ? { kind: 'mark', text: lower }
    : { kind: 'value', text: lower, isQuoted: false };
}

function readAlternatives(tokens: Token[]): LeadQuery {
  const parts = [readAll(tokens)];
  while (isMark(tokens[0], 'or')) {
    tokens.shift();
    parts.push(readAll(tokens));
  }
  return { type: 'or', parts };
}

function readAll(tokens: Token[]): LeadQuery {
  const parts: LeadQuery[] = [];
  while (tokens[0] !== undefined && !isMark(tokens[0], 'or') && !isMark(tokens[0], ')')) {
    const part = readOne(tokens);
    if (part !== undefined) parts.push(part);
  }
  return { type: 'and', parts };
}

function readOne(tokens: Token[]): LeadQuery | undefined {
  const token = tokens.shift();
  if (token === undefined) return undefined;
  if (isMark(token, 'not')) {
    const part = readOne(tokens);
    return part && { type: 'not', part };
  }
  if (isMark(token, '(')) {
    const group = readAlternatives(tokens);
    tokens.shift();
    return group;
  }
  if (token.kind === 'field') return readField(token, tokens);
  if (token.kind === 'mark' || (!token.isQuoted && token.text === '*')) return undefined;
  return { type: 'term', field: undefined, operator: ':', values: [token.text] };
}

function readField({ text, operator }: Token & { kind: 'field' }, tokens: Token[]): LeadTerm | undefined {
  const values = operator === 'in' ? readList(tokens) : tokens.splice(0, tokens[0]?.kind === 'value' ? 1 : 0);
  const wanted = values.filter(({ kind }) => kind === 'value').map((value) => value.text);
  if (wanted.length === 0) return undefined;
  return { type: 'term', field: text, operator: operator === 'in' ? ':' : operator, values: wanted };
}

function readList(tokens: Token[]): Token[] {
  const end = tokens.findIndex((token) => isMark(token, ')'));
  return tokens.splice(0, end < 0 ? tokens.length : end + 1);
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
