import { metrics } from '@opentelemetry/api';
import type { BatchObservableResult, MeterProvider } from '@opentelemetry/api';
import type { CloseOAuth } from './create-close-oauth.ts';

/** The options of {@link registerGauges}. */
export interface RegisterGaugesOptions {
  /** Provides the meter of the metrics. Default: the global provider. */
  meterProvider?: MeterProvider | undefined;
}

/**
 * Registers two metrics for the token pairs that are not stored yet: the gauge `closekit.oauth.unsaved.age`, the age of
 * the oldest in seconds, and the up-down counter `closekit.oauth.unsaved.count`. Both are 0 when all pairs are stored.
 * Call it after the OpenTelemetry SDK has started: the global meter does not report to an SDK that starts later.
 *
 * @param oauth - The vault, from `createCloseOAuth`.
 * @param options - The provider.
 * @returns Unregisters the metrics.
 * @throws TypeError when an argument is wrong.
 * @example
 * ```ts
 * const unregister = registerGauges(oauth);
 * ```
 */
export function registerGauges(
  oauth: Pick<CloseOAuth, 'unsaved'>,
  options: RegisterGaugesOptions = {},
): () => void {
  const { meterProvider = metrics } = options;
  if (typeof oauth?.unsaved !== 'function') {
    throw new TypeError('registerGauges: `oauth` must be the object that createCloseOAuth returned.');
  }
  if (typeof meterProvider?.getMeter !== 'function') {
    throw new TypeError('registerGauges: `meterProvider` must be a MeterProvider.');
  }
  const meter = meterProvider.getMeter('@closekit/oauth');
  const age = meter.createObservableGauge('closekit.oauth.unsaved.age', {
    description: 'Age of the oldest token pair that is not stored yet.',
    unit: 's',
  });
  const count = meter.createObservableUpDownCounter('closekit.oauth.unsaved.count', {
    description: 'Token pairs that are not stored yet.',
    unit: '{pair}',
  });
  const observe = (result: BatchObservableResult): void => {
    const unsaved = oauth.unsaved();
    result.observe(age, unsaved.oldestMs / 1000);
    result.observe(count, unsaved.count);
  };
  meter.addBatchObservableCallback(observe, [age, count]);
  return () => meter.removeBatchObservableCallback(observe, [age, count]);
}
