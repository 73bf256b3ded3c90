import { timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';

/** Reads the status of an email or text message. None is sent: one in the outbox counts as sent. */
export function readMessageStatus(call: ApiCall): Record<string, unknown> {
  const { status, date_scheduled: date, send_in: seconds } = call.body;
  const isSent = status === 'outbox' || status === 'sent';
  const scheduled =
    typeof seconds === 'number' ? timestampOf({ ...call, now: call.now + seconds * 1000 }) : date;
  return {
    ...(scheduled !== undefined && { date_scheduled: scheduled }),
    ...(status !== undefined && { status: isSent ? 'sent' : status }),
    ...(isSent && { date_sent: timestampOf(call) }),
  };
}
