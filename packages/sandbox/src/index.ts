export { createSandbox } from './lib/create-sandbox.ts';

export type { ApproveOptions } from './lib/controls/approve.ts';
export type { SandboxClient, SandboxMetadata } from './lib/authorization-server/oauth-client.ts';
export type { SandboxClock } from './lib/base/clock.ts';
export type { SandboxOrganization, SandboxUser } from './lib/controls/describe-world.ts';
export type { Fault, ScheduledFault, SandboxFaults } from './lib/requests/faults.ts';
export type { CloseEvent as SandboxEvent } from './lib/model/close-event.ts';
export type { CustomFieldRow as SandboxCustomField } from './lib/model/rows/custom-field-row.ts';
export type { RateLimitHeaders, SandboxRateLimit } from './lib/base/rate-limits.ts';
export type { RecordedRequest } from './lib/requests/serve-requests.ts';
export type { Sandbox } from './lib/sandbox.ts';
export type { SandboxConnection, SandboxSubscription } from './lib/controls/control-world.ts';
export type { SubscribeOptions } from './lib/controls/control-world.ts';
export type { SandboxCeilings, SandboxConsistency } from './lib/base/switches.ts';
export type { SandboxOptions } from './lib/sandbox-options.ts';
export type { SandboxDelivery, SandboxRedelivery, SendWebhook } from './lib/api/webhooks/redelivery.ts';
