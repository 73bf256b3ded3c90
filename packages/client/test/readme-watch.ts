// oxlint-disable no-console -- examples print
/** The examples of the README, here so that they are compiled. */
import type { CloseAuth } from '@closekit/client';
// #region hooks
import { createCloseClient, debug, tzOffset, userAgent, watch } from '@closekit/client';

const headers = { ...userAgent('my-app/1.2'), ...tzOffset('America/New_York') };
const close = createCloseClient({ auth, headers });
watch(close, {
  onResponse: ({ operation, attempt, status, durationMs }) =>
    console.log(operation, attempt, status, durationMs),
  onRetry: ({ operation, status, error, delayMs }) => console.warn(operation, status, error?.code, delayMs),
  onError: ({ error, durationMs }) => console.error(error.toJSON(), durationMs),
});
const stop = watch(close, debug(console)); // closekit leads_get GET /lead/lead_1/ #1: 200 in 48 ms
// #endregion hooks

declare const auth: CloseAuth;

export { stop };
