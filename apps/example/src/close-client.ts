import { cookieSession, createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';

/** The browser never holds a token: calls go to this app's own server, which adds it. */
export const close: CloseClient = createCloseClient({ auth: cookieSession('/api/close') });
