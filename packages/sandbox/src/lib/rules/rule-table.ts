/** The rules of every operation of the contract: generated, small, and plain data. */
export interface RuleTable {
  /** All rules, each once; others refer to them by their place. */
  readonly nodes: readonly RuleNode[];
  readonly paths: Readonly<Record<string, PathRules>>;
}

/** The rules of a path: of its parameters, and of its operations by method. */
export interface PathRules {
  /** The start of the operations' names in the contract: `leads_`. */
  readonly name: string;
  readonly params?: number;
  readonly GET?: OperationRules;
  readonly POST?: OperationRules;
  readonly PUT?: OperationRules;
  readonly DELETE?: OperationRules;
}

/** The rules of one operation; numbers are places in the nodes. */
export interface OperationRules {
  /** The end of its name in the contract: `get`. */
  readonly verb: string;
  readonly query?: number;
  readonly body?: number;
  /** The members of the body that have no effect in the sandbox. */
  readonly unsupported?: readonly string[];
  /** The status of a success. Default: 200. */
  readonly status?: number;
}

/** The rule of a value. Equal rules are one node. Of the kind `any` everything passes. */
export type RuleNode = {
  readonly nullable?: true;
  /** The place of a stricter rule of the sandbox's own. */
  readonly own?: number;
} & (
  | { readonly kind: 'any' }
  | { readonly kind: 'boolean' }
  | {
      readonly kind: 'text';
      readonly pattern?: string;
      readonly format?: 'date' | 'date-time' | 'email' | 'uri';
      readonly min?: number;
      readonly max?: number;
    }
  /** The name of a member; the contract lists them as those of the response. */
  | { readonly kind: 'name'; readonly names: readonly string[] }
  | {
      readonly kind: 'number' | 'integer';
      readonly min?: number;
      readonly max?: number;
      readonly above?: number;
      readonly below?: number;
    }
  | { readonly kind: 'choice'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'list'; readonly items: number; readonly min?: number; readonly max?: number }
  | {
      readonly kind: 'object';
      /** The rules of members. A required member has the complement of the place (`~place`), which is negative. */
      readonly members?: Readonly<Record<string, number>>;
      readonly patterns?: Readonly<Record<string, number>>;
      /** The rule of all other members; `closed` refuses them. Without it the contract does not describe them. */
      readonly others?: number | 'closed';
    }
  | { readonly kind: 'tagged'; readonly tag: string; readonly cases: Readonly<Record<string, number>> }
  | { readonly kind: 'union'; readonly of: readonly number[] }
);

export type RuleOf<Kind extends RuleNode['kind']> = Extract<RuleNode, { readonly kind: Kind }>;
