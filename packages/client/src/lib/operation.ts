/** One operation of the Close API as data: a row of the generated operation table. */
export interface Operation {
  /** Unique name, the `operationId` of the API document, for example `leads_list`. */
  readonly id: string;
  /** HTTP method. Close has no `PATCH`: a `PUT` leaves absent keys untouched. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the base URL, with path parameters in braces: `/lead/{id}/`. */
  readonly path: string;
  /** Present when the operation takes a JSON body. */
  readonly body?: true;
  /** Present when the operation is a list with more than one page, and how the next page is asked for. */
  readonly pages?: 'offset' | 'cursor' | 'body-cursor';
  /** Query parameters whose array value is sent as one comma-separated list. */
  readonly commaLists?: readonly string[];
}
