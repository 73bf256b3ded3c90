/** Selects fields of the response; without it, all are returned. */
export interface SelectFields<F> {
  /** The fields to return, sent to Close as `_fields`. The type of the result is narrowed to them. */
  readonly fields?: readonly F[] | undefined;
}

/** The field names of a model; for a union of several shapes, those of every shape. */
export type FieldOf<T> = T extends unknown ? keyof T : never;

/** A model with several shapes, each reduced to its selected fields. */
export type CloseSelection<T, F> = T extends unknown ? Pick<T, Extract<F, keyof T>> : never;

/** A page, or a list without pages, whose items have only the selected fields. */
export type SelectedPage<TPage, TItem> = Omit<TPage, 'data'> & {
  /** The items. */
  data: TItem[];
};
