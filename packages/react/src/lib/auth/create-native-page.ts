import type { ClosePage } from './close-page.ts';

/** Options of {@link createNativePage}: two objects of React Native. */
export interface NativePageOptions {
  /** `AppState` of `react-native`. */
  readonly appState: {
    readonly currentState: string;
    addEventListener(event: 'change', listener: (state: string) => void): { remove(): void };
  };
  /** `NetInfo` of `@react-native-community/netinfo`, or another object with this method. */
  readonly netInfo: {
    addEventListener(listener: (state: NativeNetworkState) => void): () => void;
  };
}

/** The part of the network state that {@link createNativePage} reads. */
export interface NativeNetworkState {
  /** Whether there is a network; `null` while it is unknown. */
  readonly isConnected?: boolean | null | undefined;
}

/**
 * Creates the `page` of CloseProvider for React Native, so that the session is read again and live events are checked
 * when the user or the network is back. TanStack Query has its own settings for both.
 *
 * @param options - `AppState` and `NetInfo`.
 * @returns The page.
 * @throws TypeError if one of them has no `addEventListener`.
 * @example
 * ```tsx
 * const page = createNativePage({ appState: AppState, netInfo: NetInfo });
 *
 * <CloseProvider client={close} page={page} navigate={openLogin}>
 *   <App />
 * </CloseProvider>
 * ```
 * @see https://tanstack.com/query/latest/docs/framework/react/react-native
 */
export function createNativePage(options: NativePageOptions): ClosePage {
  const { appState, netInfo } = options;
  assertEmitter('appState', appState);
  assertEmitter('netInfo', netInfo);
  return {
    isVisible: () => appState.currentState === 'active',
    onVisible(listener) {
      const subscription = appState.addEventListener('change', (state) => {
        if (state === 'active') listener();
      });
      return () => subscription.remove();
    },
    onOnline(listener) {
      // NetInfo also reports the present state, and changes of the kind of network.
      let isOnline = true;
      return netInfo.addEventListener(({ isConnected }) => {
        const wasOnline = isOnline;
        isOnline = isConnected ?? isOnline;
        if (isOnline && !wasOnline) listener();
      });
    },
  };
}

function assertEmitter(name: string, emitter: { readonly addEventListener?: unknown } | undefined): void {
  if (typeof emitter?.addEventListener !== 'function')
    throw new TypeError(`createNativePage: \`${name}\` must have a method addEventListener.`);
}
