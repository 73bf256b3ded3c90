export type StartErrorCode =
  | 'half_configured'
  | 'setting_invalid'
  | 'port_busy'
  | 'not_built'
  | 'data_unwritable';

/** The sample app cannot start. The message is for the user at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
