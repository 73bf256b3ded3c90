import { ACTIVITY_ROUTES } from './activity-routes.ts';
import type { ApiRoute } from './api-call.ts';
import { NOTE_ROUTES } from './note-routes.ts';

/** What happened with leads: all of it, and kind by kind. */
export const TIMELINE_ROUTES: readonly ApiRoute[] = [...ACTIVITY_ROUTES, ...NOTE_ROUTES];
