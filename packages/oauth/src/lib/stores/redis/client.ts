/** A client of the package `redis`, as far as the store needs it: see `createClient()`. */
export interface RedisClient {
  /** Whether `connect` was called. */
  readonly isOpen: boolean;
  /** The settings of the client; `keyPrefix` must be unset. */
  readonly options?: object | undefined;
  /**
   * Connects.
   *
   * @returns Ignored.
   */
  connect(): Promise<unknown>;
  /**
   * Sends one command.
   *
   * @param command - The name of the command and its arguments.
   * @returns The reply.
   */
  sendCommand(command: readonly string[]): Promise<unknown>;
  /**
   * Creates a client with the same settings.
   *
   * @returns The client, not connected.
   */
  duplicate(): RedisClient;
  /**
   * Subscribes to a channel.
   *
   * @param channel - The name of the channel.
   * @param listener - Called with each message.
   * @returns Ignored.
   */
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  /**
   * Subscribes to the state of the connection.
   *
   * @param event - `error` when it breaks, `ready` when it works.
   * @param listener - Called with each event.
   * @returns Ignored.
   */
  on(event: 'error' | 'ready', listener: () => void): unknown;
  /** Lets the process exit while the client is connected. */
  unref(): void;
  /** Disconnects. */
  destroy(): void;
}

/** A client of the package `ioredis`, as far as the store needs it. */
export interface IoRedisClient {
  /** The settings of the client; `keyPrefix` must be unset. */
  readonly options?: object | undefined;
  /**
   * Sends one command.
   *
   * @param command - The name of the command.
   * @param values - The arguments of the command.
   * @returns The reply.
   */
  call(command: string, ...values: string[]): Promise<unknown>;
  /**
   * Creates a client with the same settings.
   *
   * @returns The client.
   */
  duplicate(): IoRedisClient;
  /**
   * Subscribes to a channel.
   *
   * @param channel - The name of the channel.
   * @returns Ignored.
   */
  subscribe(channel: string): Promise<unknown>;
  /**
   * Subscribes to messages and to the state of the connection.
   *
   * @param event - `error` when the connection breaks, `ready` when it works, `message` for each message.
   * @param listener - Called with the channel and the message.
   * @returns Ignored.
   */
  on(event: 'error' | 'ready' | 'message', listener: (channel: string, message: string) => void): unknown;
  /** Disconnects. */
  disconnect(): void;
}
