import type { ApiRoute } from '../base/api-call.ts';
import { routesOf } from './activity-kind.ts';
import { CALL_KIND } from './call-kind.ts';
import { CUSTOM_ACTIVITY_KIND } from './custom-activity-kind.ts';
import { EMAIL_KIND } from './email-kind.ts';
import { listActivities } from './list-activities.ts';
import { SMS_KIND, WHATSAPP_KIND } from './message-kinds.ts';
import { NOTE_KIND } from './note-kind.ts';
import { RECORDED_KINDS } from './recorded-kinds.ts';

const KINDS = [
  NOTE_KIND,
  CALL_KIND,
  EMAIL_KIND,
  SMS_KIND,
  WHATSAPP_KIND,
  CUSTOM_ACTIVITY_KIND,
  ...RECORDED_KINDS,
];

/** The timeline: all of it, and kind by kind. */
export const ACTIVITY_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/activity/', answer: (call) => listActivities(call, () => true) },
  ...KINDS.flatMap(routesOf),
];
