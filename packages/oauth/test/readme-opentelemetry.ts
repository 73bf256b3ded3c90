/** The examples of the README, here so that they are compiled. */
import type { SealingKey, TokenStore } from '@closekit/oauth';
// #region opentelemetry
import { createCloseOAuth } from '@closekit/oauth';
import { otelEvents, registerGauges } from '@closekit/oauth/opentelemetry';

const oauth = createCloseOAuth({ clientId, clientSecret, redirectUri, store, keys, onEvent: otelEvents() });
registerGauges(oauth); // after the OpenTelemetry SDK has started
// #endregion opentelemetry

declare const clientId: string, clientSecret: string, redirectUri: string;
declare const store: TokenStore;
declare const keys: readonly SealingKey[];
