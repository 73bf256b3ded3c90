/** The examples of the README, here so that they are compiled. */
import type { CloseAuth } from '@closekit/client';
// #region opentelemetry
import { createCloseClient } from '@closekit/client';
import { otelSpans } from '@closekit/client/opentelemetry';

const close = createCloseClient({ auth, tracing: otelSpans() });
// #endregion opentelemetry

declare const auth: CloseAuth;

export { close };
