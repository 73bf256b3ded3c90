/** The right to send one request to the token endpoint. */
export interface Turn {
  /** Starts the time of the request. */
  send(): void;
  /** Ends the turn: with a response, or without. A second call changes nothing. */
  end(response?: { readonly status: number | undefined; readonly retryAfterMs?: number | undefined }): void;
}

/** A request that waits for its turn. */
export interface Entry {
  /** Whether there is time left to send it. */
  readonly isInTime: () => boolean;
  /** Whether it may wait; if not, its callers have a token that is still valid. */
  readonly mayWait: () => boolean;
}

/** The shared pace of all refreshes of a vault. */
export interface EndpointPace {
  /**
   * Waits for a turn.
   *
   * @throws CloseOAuthError `refresh_unavailable` when it may not wait or go on, when the vault closes, or at
   * once when the endpoint demands a long pause.
   */
  enter(entry: Entry): Promise<Turn>;
}
