/** A word, number or "quoted text", and its place in the query. */
export interface QueryValue {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly at: number;
}

/** How a field is compared. */
export type Comparison = ':' | '>' | '>=' | '<' | '<=';

/** A condition of a query, or several of them. */
export type QueryNode =
  | { readonly type: 'and' | 'or'; readonly parts: readonly QueryNode[] }
  | { readonly type: 'not'; readonly part: QueryNode }
  | { readonly type: 'everything' }
  | { readonly type: 'words'; readonly value: QueryValue }
  /** `has:name`. */
  | { readonly type: 'has'; readonly name: QueryValue }
  /** One of the values must match. */
  | {
      readonly type: 'field';
      readonly name: QueryValue;
      readonly comparison: Comparison;
      readonly values: readonly QueryValue[];
    }
  /** `opportunity(…)`: one related object must match all of the part. */
  | { readonly type: 'object'; readonly name: QueryValue; readonly part: QueryNode };

/** A query text after parsing. */
export interface ParsedQuery {
  readonly root: QueryNode;
  readonly sort: readonly { readonly name: QueryValue; readonly sign: 1 | -1 }[];
  /** `slice:number/total`. */
  readonly slice: { readonly number: number; readonly total: number } | undefined;
}
