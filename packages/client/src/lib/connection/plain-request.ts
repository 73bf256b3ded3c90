import { recordingRequest } from '../transport/api-request.ts';
import type { ClientSettings } from './options.ts';
import { parseJson } from '../base/parse-json.ts';
import { requestDefaults } from './request-defaults.ts';
import type { RawRequest } from '../operations/send-operation.ts';

/** Builds and sends the requests of operations without openapi-fetch, in the same way. */
export function plainRequest(settings: ClientSettings): RawRequest {
  const { headers, ...defaults } = requestDefaults(settings);
  const Request = recordingRequest(settings);
  return async (method, path, init) => {
    const body = init.body === undefined ? undefined : JSON.stringify(init.body);
    const url = settings.baseUrl + init.pathSerializer(path, init.params.path) + search(init.params.query);
    const request = new Request(url, {
      ...defaults,
      method,
      body: body ?? null,
      signal: init.signal ?? null,
    });
    const sent = { ...(body && { 'content-type': 'application/json' }), ...headers, ...init.headers };
    for (const [name, value] of Object.entries(sent)) request.headers.set(name, value);
    const response = await init.fetch(request);
    const data = await response.text();
    return { data, error: parseJson(data) ?? data, response };
  };
}

function search(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the generated types allow nothing else
    const given = [value].flat() as (string | number | boolean | null | undefined)[];
    const values = given.filter((one) => one !== undefined && one !== null);
    return values.length > 0 ? `${name}=${values.map((one) => encodeURIComponent(one)).join(',')}` : [];
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
