/** The examples of the README, here so that they are compiled. */
import type { CloseAuth } from '@closekit/client';
// #region opentelemetry
import { createCloseClient } from '@closekit/client';
import { traceCalls } from '@closekit/client/opentelemetry';

const close = createCloseClient({ auth });
traceCalls(close);
// #endregion opentelemetry

declare const auth: CloseAuth;
