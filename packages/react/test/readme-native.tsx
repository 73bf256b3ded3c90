// The example of React Native in the README, here so that the compiler checks it.

import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, createNativePage } from '@closekit/react';
import type { NativePageOptions } from '@closekit/react';
import type { ReactNode } from 'react';

declare const AppState: NativePageOptions['appState'];
declare const NetInfo: NativePageOptions['netInfo'];
declare function openLogin(url: string): void;

// #region native
const backend = 'https://app.example.com'; // a path has no origin here
const close = createCloseClient({ auth: cookieSession(), baseUrl: `${backend}/api/close/api/v1` });
const page = createNativePage({ appState: AppState, netInfo: NetInfo });

export const NativeApp = ({ children }: { children: ReactNode }) => (
  <CloseProvider
    client={close}
    page={page}
    fetch={(path, init) => fetch(typeof path === 'string' ? backend + path : path, init)}
    navigate={(path) => openLogin(`${backend}${path}`)}
  >
    {children}
  </CloseProvider>
);
// #endregion native
