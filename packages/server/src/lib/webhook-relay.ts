import type { WebhookRelay } from './config/handler-config.ts';
import { openLive, parseWebhookOptions } from './live/parse-webhook-options.ts';
import type { WebhookOptions } from './live/parse-webhook-options.ts';
import { events } from './routes/events.ts';
import { webhook } from './routes/webhook.ts';

/**
 * Enables `POST webhook`, which Close calls, and `GET events`, which streams changes to pages.
 *
 * @param options - `signatureKey` and any option that differs from its default.
 * @returns The option `webhooks` of `createCloseHandler`.
 * @throws TypeError that names the missing or wrong option.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin, webhooks: webhookRelay({ signatureKey }) });
 * ```
 * @see https://developer.close.com/topics/webhooks/
 */
export function webhookRelay(options: WebhookOptions): WebhookRelay {
  const checked = parseWebhookOptions(options);
  return {
    open({ now, mount }) {
      const live = openLive(checked, now, mount);
      return {
        ...live,
        webhook: (config, request) => webhook(config, request, live),
        events: (config, request) => events(config, request, live),
      };
    },
  };
}
