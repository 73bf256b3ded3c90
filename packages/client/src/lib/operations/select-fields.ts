import type { RequestOptions } from './request-options.ts';

/** The options of a call that chooses the members of the answer. */
export interface SelectFields<F> extends SomeFields<F>, RequestOptions {}

/** Chooses the members of the answer. */
export interface SomeFields<F> {
  /** The only members to send back, sent to Close as `_fields`. The type of the answer is narrowed to them. */
  readonly fields: readonly F[];
}

/** What stands for {@link SomeFields} in a call whose answer has all members. */
export interface AllFields {
  /** The only members to send back, sent to Close as `_fields`. The type of the answer is narrowed to them. */
  readonly fields?: undefined;
}

/** The names of the members of a model that has several shapes: those of all of them. */
export type FieldOf<T> = T extends unknown ? keyof T : never;

/** A model that has several shapes, each with the chosen members it has. */
export type CloseSelection<T, F> = T extends unknown ? Pick<T, Extract<F, keyof T>> : never;

/** A page, or a list without pages, whose items have only the chosen members. */
export type SelectedPage<TPage, TItem> = Omit<TPage, 'data'> & {
  /** The items. */
  data: TItem[];
};
