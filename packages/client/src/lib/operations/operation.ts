/** One operation of the Close API. */
export interface Operation {
  /** The `operationId` of the API document, such as `leads_list`. */
  readonly id: string;
  /** HTTP method. Close has no `PATCH`: a `PUT` leaves absent keys unchanged. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the base URL, with path parameters in braces: `/lead/{id}/`. */
  readonly path: string;
  /** Present when the operation changes nothing: every GET, and the POSTs that search or report. */
  readonly read?: true;
  /** Present when the operation takes a JSON body. */
  readonly body?: true;
  /** Present when the operation is a list with pages: the way to request the next one. */
  readonly pages?: 'offset' | 'cursor' | 'body-cursor';
  /** Present when a path parameter may contain slashes, which stay unescaped. */
  readonly segments?: true;
}
