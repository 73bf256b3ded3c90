/** The parts of a request that the checks read. Every `Request` is one. */
export interface RequestView {
  readonly method: string;
  readonly headers: Pick<Headers, 'get'>;
}
