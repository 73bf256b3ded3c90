import { closeSession } from '@closekit/server';
import { headers } from 'next/headers';
import { cache } from 'react';
import { handler } from './close.ts';

/** The session of the browser, read once for each request, however many components need it. */
export const readSession = cache(async () => closeSession(handler, await headers()));
