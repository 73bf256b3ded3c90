import { Octokit } from '@octokit/core';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { createClient, createConfig } from '@hey-api/client-fetch';
import { create } from 'axios';
import ky from 'ky';

const path = 'lead/lead_1/';
const headers = { authorization: 'Bearer token' };

const onLimit = () => true;

/**
 * Other libraries over the same stub.
 *
 * @param stub - The stubbed `fetch`.
 * @param baseUrl - The base URL.
 * @returns Their rows.
 */
export function others(stub, baseUrl) {
  const kyClient = ky.create({ prefix: `${baseUrl}/`, fetch: stub, headers, retry: 2 });
  const heyApi = createClient(createConfig({ baseUrl, fetch: stub, headers }));
  const axiosClient = create({ baseURL: baseUrl, headers, adapter: 'fetch', env: { fetch: stub } });
  const Plugged = Octokit.plugin(retry, throttling);
  const octokit = new Plugged({
    baseUrl,
    request: { fetch: stub },
    throttle: { onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
  });
  return [
    { name: 'ky', calls: 40, call: () => kyClient.get(path).json() },
    { name: 'hey-api', call: () => heyApi.get({ url: `/${path}` }) },
    { name: 'axios', calls: 40, call: () => axiosClient.get(`/${path}`) },
    {
      name: 'octokit with retry and throttling',
      calls: 4,
      call: () => octokit.request(`GET /${path}`, { headers, request: { retries: 2 } }),
    },
  ];
}
