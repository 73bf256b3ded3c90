/** The texts of UserMenu. */
export interface UserMenuLabels {
  /** The item that ends the session. Default: `Sign out`. */
  readonly signOut: string;
  /** The item that disconnects the organization. Default: `Disconnect from Close…`. */
  readonly disconnect: string;
  /**
   * The title of the dialog. Default: `Disconnect Harbor & Pine from Close?`
   *
   * @param organization - The name of the organization.
   * @returns The text.
   */
  readonly confirmTitle: (organization: string) => string;
  /** The text of the dialog. Default: `This app loses access in all of your browsers. You can connect again at any time.` */
  readonly confirmText: string;
  /** The button of the dialog that changes nothing. Default: `Cancel`. */
  readonly cancel: string;
  /** The button of the dialog that disconnects. Default: `Disconnect`. */
  readonly confirm: string;
  /** The sign-out failed. Default: `You are still signed in.` */
  readonly signOutFailed: string;
  /** The disconnect failed. Default: `Disconnecting failed.` */
  readonly disconnectFailed: string;
}

/** The default texts. */
export const english: UserMenuLabels = {
  signOut: 'Sign out',
  disconnect: 'Disconnect from Close…',
  confirmTitle: (organization) => `Disconnect ${organization} from Close?`,
  confirmText: 'This app loses access in all of your browsers. You can connect again at any time.',
  cancel: 'Cancel',
  confirm: 'Disconnect',
  signOutFailed: 'You are still signed in.',
  disconnectFailed: 'Disconnecting failed.',
};
