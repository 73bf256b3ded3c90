import type { RequestOptions } from './request-options.ts';

/** The options of a call that selects members of the response. */
export interface SelectFields<F> extends SomeFields<F>, RequestOptions {}

/** Selects members of the response. */
export interface SomeFields<F> {
  /** The members to return, sent to Close as `_fields`. The type of the result is narrowed to them. */
  readonly fields: readonly F[];
}

/** The counterpart of {@link SomeFields} for a call that returns all members. */
export interface AllFields {
  /** The members to return, sent to Close as `_fields`. The type of the result is narrowed to them. */
  readonly fields?: undefined;
}

/** The names of the members of a model with several shapes, from all of them. */
export type FieldOf<T> = T extends unknown ? keyof T : never;

/** A model with several shapes, each reduced to the selected members that it has. */
export type CloseSelection<T, F> = T extends unknown ? Pick<T, Extract<F, keyof T>> : never;

/** A page, or a list without pages, whose items have only the selected members. */
export type SelectedPage<TPage, TItem> = Omit<TPage, 'data'> & {
  /** The items. */
  data: TItem[];
};
