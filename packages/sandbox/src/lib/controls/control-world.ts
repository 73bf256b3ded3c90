import type { Caller } from '../api/create-api.ts';
import { addSubscription } from '../api/webhooks/webhook-routes.ts';
import type { AuthorizationServer } from '../authorization-server/create-authorization-server.ts';
import { defaultScope } from '../authorization-server/oauth-client.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import type { World } from '../seed/create-world.ts';

/** A grant that was created without a browser, with its first token pair. */
export interface SandboxConnection {
  /** The bearer token of API calls. */
  readonly accessToken: string;
  /** The refresh token. The token endpoint accepts it once. */
  readonly refreshToken: string;
  /** The organization that the tokens give access to. */
  readonly organizationId: string;
  /** The connected user. */
  readonly userId: string;
  /** Lifetime of the access token, in milliseconds. */
  readonly expiresInMs: number;
}

/** The options of `sandbox.subscribe`. */
export interface SubscribeOptions {
  /** The absolute URL that deliveries are sent to. */
  url: string;
  /** The events to deliver. Default: every event of the sandbox. */
  events?: readonly { object_type: string; action: string }[];
  /** The organization. Default: the first one. */
  organizationId?: string;
}

/** A webhook subscription that was created without a request. */
export interface SandboxSubscription {
  /** The id, such as `whsub_…`. */
  readonly id: string;
  /** The key that signs the deliveries, in hex. */
  readonly signatureKey: string;
}

/** Resolves an `Authorization` header: a bearer token, or an API key as the Basic user name. */
export function identifyCaller(
  authorization: string,
  { grants, apiKey, client, appName }: AuthorizationServer,
  world: World,
): Caller | undefined {
  const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  const [, key] = /^basic +(\S+)$/i.exec(authorization) ?? [];
  const terms = grants.resolveAccessToken(token);
  const isKey = key === btoa(`${apiKey}:`);
  const data = isKey ? world.organizations[0] : world.open(terms?.organizationId ?? '');
  const app = terms && { clientId: client.clientId, name: appName, scope: terms.scope };
  return data && { data, user: world.user, app };
}

/** Creates a grant and its first token pair without a browser. */
export function connect(
  { grants }: AuthorizationServer,
  world: World,
  organizationId: string | undefined,
): SandboxConnection {
  const { organization } = organizationOf(world, 'sandbox.connect', organizationId);
  const terms = { organizationId: organization.id, userId: world.user.id };
  const tokens = grants.connect({ ...terms, scope: defaultScope });
  const { accessToken, refreshToken = '', expiresInMs } = tokens;
  return { accessToken, refreshToken, ...terms, expiresInMs };
}

/** Creates a webhook subscription without a request. */
export function subscribe(world: World, now: number, options: SubscribeOptions): SandboxSubscription {
  const { organizationId, url, events } = options;
  const data = organizationOf(world, 'sandbox.subscribe', organizationId);
  if (!URL.canParse(url)) throw new TypeError('sandbox.subscribe: `url` must be an absolute URL.');
  const call = { data, now, user: world.user, body: {} };
  return addSubscription(call, { url, ...(events !== undefined && { events }) });
}

function organizationOf(world: World, method: string, id: string | undefined): OrganizationData {
  const [first] = world.organizations;
  const found = id === undefined ? first : world.open(id);
  if (found !== undefined) return found;
  throw new TypeError(`${method}: \`organizationId\` must be the id of one of \`sandbox.organizations\`.`);
}
