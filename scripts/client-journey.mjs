/** Longer than the check takes: only the caller ends a request that is so late. */
export const lateMs = 3_600_000;

/** What every runtime must return. */
export const clientResult = { retried: 2, held: 6, left: 'aborted', written: 'Größe ✓' };

/**
 * Schedules the faults that the calls meet.
 *
 * @param {object} sandbox - The sandbox that receives them.
 */
export function addFaults({ faults }) {
  faults.next({ path: '/api/v1/me/', status: 503 });
  faults.next({ path: '/api/v1/pipeline/', status: 429, headers: { 'retry-after': '1' } });
  faults.next({ path: '/api/v1/user/', delayMs: lateMs });
}

/**
 * The client alone: a retry, a queue behind a 429, a caller that leaves, and a write.
 *
 * @param {object} close - The client.
 * @returns {Promise<object>} What happened, in values that are the same everywhere.
 */
export async function callUnderFaults(close) {
  const { attempts } = await close.users.getMe().withResponse();
  const read = () => close.pipelines.list().withResponse();
  const held = await Promise.all(Array.from({ length: 5 }, read));
  const controller = new AbortController();
  const left = close.users.list({ signal: controller.signal }).result();
  setTimeout(() => controller.abort(), 50);
  const { error } = await left;
  const lead = await close.leads.create({ name: clientResult.written });
  return {
    retried: attempts,
    held: held.reduce((sum, response) => sum + response.attempts, 0),
    left: error?.code,
    written: lead.name,
  };
}
