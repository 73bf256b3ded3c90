/** One operation of the Close API as data. */
export interface Operation {
  /** Unique name, the `operationId` of the API document, for example `leads_list`. */
  readonly id: string;
  /** HTTP method. Close has no `PATCH`: a `PUT` leaves absent keys untouched. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the base URL, with path parameters in braces: `/lead/{id}/`. */
  readonly path: string;
  /** Present when the operation changes nothing: every GET, and the POSTs that search or report. */
  readonly read?: true;
  /** Present when the operation takes a JSON body. */
  readonly body?: true;
  /** Present when the operation is a list with more than one page, and how the next page is asked for. */
  readonly pages?: 'offset' | 'cursor' | 'body-cursor';
  /** Present when a path parameter may hold slashes, which stand in the path as they are. */
  readonly segments?: true;
}
