/** A row without the values that differ between requests. These have placeholders: `@user`, `@organization`, `@now`. */
export type LeastRow = Readonly<Record<string, unknown>>;

/** The contract of a resource, generated from the OpenAPI document. */
export interface ResourceShape {
  readonly prefix: string;
  /** Whether its list says `has_more`. */
  readonly hasMore: boolean;
  /** The body fields on creation. */
  readonly creates: readonly string[];
  /** The body fields of an update. */
  readonly updates: readonly string[];
  /** The filters of its list, without suffixes such as `__in`. */
  readonly filters: readonly string[];
  /** The body fields that name other objects, with the prefix of their ids. */
  readonly references: Readonly<Record<string, string>>;
  readonly least: LeastRow;
  /** The lists whose items have ids of their own. */
  readonly nested?: Readonly<Record<string, { readonly prefix: string; readonly least: LeastRow }>>;
  /** The example of a row that no request creates. */
  readonly example?: Readonly<Record<string, unknown>>;
}
