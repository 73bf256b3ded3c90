/** Listens for messages of a database, on a connection of its own that is opened again after it broke. */
export interface StoreListener {
  /** Starts to listen, unless it listens already. After a failed attempt, tries again at once. */
  start(): void;
  /** Stops listening, and closes the connection, even one that is still being opened. */
  stop(): void;
}
