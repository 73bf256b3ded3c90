/** The right to send one request to the token endpoint. */
export interface Turn {
  /** Starts the time of the request. */
  send(): void;
  /** Ends the turn: with a response, or without. A second call changes nothing. */
  end(response?: { readonly status: number | undefined; readonly retryAfterMs?: number | undefined }): void;
}

/** The shared pace of all refreshes of a vault. */
export interface EndpointPace {
  /**
   * Waits for a turn.
   *
   * @param isInTime - Whether there is time left to send the request.
   * @throws CloseOAuthError `refresh_unavailable` when there is none, when the vault closes, or at once when the
   * endpoint demands a long pause.
   */
  enter(isInTime: () => boolean): Promise<Turn>;
}
