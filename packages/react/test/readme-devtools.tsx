// The examples of the README about the devtools, here so that the compiler checks them. Nothing runs them.

import type { CloseClient } from '@closekit/client';
import { CloseProvider } from '@closekit/react';
import { CloseDevtools, closeDevtoolsPlugin } from '@closekit/react/devtools';
import { TanStackDevtools } from '@tanstack/react-devtools';
import type { ReactNode } from 'react';

// #region devtools
export const AppWithDevtools = ({ close, children }: AppProps) => (
  <CloseProvider client={close}>
    {children}
    <CloseDevtools />
  </CloseProvider>
);
// #endregion devtools

interface AppProps {
  readonly close: CloseClient;
  readonly children: ReactNode;
}

declare const client: CloseClient;

// #region plugin
const plugins = [closeDevtoolsPlugin({ client })]; // records from now on

export const AppWithTanStackDevtools = ({ children }: { children: ReactNode }) => (
  <CloseProvider client={client}>
    {children}
    <TanStackDevtools plugins={plugins} />
  </CloseProvider>
);
// #endregion plugin
