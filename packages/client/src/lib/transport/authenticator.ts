import type { Observer } from './client-events.ts';

/** A way to authenticate requests, such as `apiKey()`. */
export interface Authenticator {
  /** The default of the option `baseUrl`, where it is not Close itself. */
  readonly baseUrl?: string;
  /**
   * Returns the value of the `Authorization` header, where it is fixed.
   *
   * @returns `Basic …` or `Bearer …`.
   */
  authorization?(): string;
  /**
   * Creates the layer of the transport that authenticates requests.
   *
   * @param events - The events of the client.
   * @returns The layer. Its type is private to each copy of this package.
   * @internal
   */
  readonly toLayer: (events: Pick<Observer, 'emit'>) => unknown;
}
