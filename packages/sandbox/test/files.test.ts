import { listen } from '@closekit/sandbox/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openApi } from './open-api.ts';

type Api = ReturnType<typeof openApi>;

async function createTicket({ call }: Pick<Api, 'call'>) {
  return (await call('POST', '/files/upload/', { filename: 'offer ü.pdf', content_type: 'application/pdf' }))
    .json;
}

function toForm(fields: Record<string, string>, content = 'content'): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new File([content], 'offer ü.pdf', { type: 'application/pdf' }));
  return form;
}

const post = ({ sandbox }: Api, url: string, body: FormData) => sandbox.fetch(url, { method: 'POST', body });

const codeOf = async (response: Response) => [
  response.status,
  /<Code>(\w+)</.exec(await response.text())?.[1],
];

describe('an upload', () => {
  it('is stored, and served after a redirect to the storage host', async () => {
    const api = openApi({ leads: 0, storageOrigin: 'https://storage.localhost' });
    const ticket = await createTicket(api);
    expect(ticket.upload.url).toBe('https://storage.localhost/storage/upload/');
    const stored = await post(api, ticket.upload.url, toForm(ticket.upload.fields));
    expect(stored.status).toBe(201);
    const headers = { authorization: `Bearer ${api.accessToken}` };
    const redirect = await api.sandbox.fetch(ticket.download.url, { headers });
    const location = redirect.headers.get('location') ?? '';
    expect([redirect.status, new URL(location).origin]).toEqual([302, 'https://storage.localhost']);
    const file = await api.sandbox.fetch(location);
    expect(await file.text()).toBe('content');
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-disposition')).toContain("filename*=UTF-8''offer%20%C3%BC.pdf");
  });

  it('is refused by storage with a credential, without its fields, or late', async () => {
    const api = openApi({ leads: 0 });
    const { upload } = await createTicket(api);
    const headers = { authorization: 'Bearer x' };
    const body = toForm(upload.fields);
    const refused = await api.sandbox.fetch(upload.url, { method: 'POST', body, headers });
    expect(await codeOf(refused)).toEqual([400, 'InvalidArgument']);
    const { signature: _signature, ...unsigned } = upload.fields;
    expect(await codeOf(await post(api, upload.url, toForm(unsigned)))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    const other = { ...upload.fields, 'Content-Type': 'text/plain' };
    expect(await codeOf(await post(api, upload.url, toForm(other)))).toEqual([403, 'AccessDenied']);
    const unordered = toForm(upload.fields);
    unordered.append('success_action_status', '201');
    expect(await codeOf(await post(api, upload.url, unordered))).toEqual([400, 'InvalidArgument']);
    api.sandbox.clock.advance(60_001);
    expect(await codeOf(await post(api, upload.url, toForm(upload.fields)))).toEqual([403, 'AccessDenied']);
  });

  it('has links that need a credential, and lead to links that expire after a minute', async () => {
    const api = openApi({ leads: 0 });
    const { upload, download } = await createTicket(api);
    const headers = { authorization: `Bearer ${api.accessToken}` };
    expect((await api.sandbox.fetch(download.url, { headers })).status).toBe(404);
    await post(api, upload.url, toForm(upload.fields));
    expect((await api.sandbox.fetch(download.url)).status).toBe(401);
    const key = { authorization: `Basic ${btoa(`${api.sandbox.apiKey}:`)}` };
    expect((await api.sandbox.fetch(download.url, { headers: key })).status).toBe(400);
    const own = download.url.replace('app.close.com', 'api.close.com');
    const redirect = await api.sandbox.fetch(own, { headers: key });
    expect(redirect.status).toBe(302);
    api.sandbox.clock.advance(60_000);
    const late = await api.sandbox.fetch(redirect.headers.get('location') ?? '');
    expect(await codeOf(late)).toEqual([403, 'AccessDenied']);
  });

  it('is refused by storage without a length', async () => {
    const { sandbox } = openApi({ leads: 0 });
    const { url, close } = await listen(sandbox);
    onTestFinished(() => close());
    const init = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' };
    expect(await codeOf(await fetch(`${url}/storage/upload/`, init))).toEqual([411, 'MissingContentLength']);
  });

  it('is gone after a reset, and its content is not logged', async () => {
    const api = openApi({ leads: 0 });
    const { upload } = await createTicket(api);
    await post(api, upload.url, toForm(upload.fields));
    expect(api.sandbox.requests.at(-1)).toEqual({
      method: 'POST',
      path: '/storage/upload/',
      query: '',
      status: 201,
      authorization: false,
    });
    api.sandbox.reset();
    expect((await post(api, upload.url, toForm(upload.fields))).status).toBe(403);
  });
});

describe('a fault of a body', () => {
  const path = '/api/v1/me/';

  it('declares another length than the body has', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    const { response: plain } = await call('GET', '/me/');
    sandbox.faults.next({ path, lengthOff: 5 });
    const { response, json } = await call('GET', '/me/');
    const length = new TextEncoder().encode(JSON.stringify(json)).length;
    expect(plain.headers.get('content-length')).not.toBe(String(length + 5));
    expect(response.headers.get('content-length')).toBe(String(length + 5));
  });

  it('stalls in the middle until the clock has advanced', async () => {
    const { sandbox, accessToken } = openApi({ leads: 0 });
    sandbox.faults.next({ path, stallMs: 5000 });
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await sandbox.fetch(`https://api.close.com${path}`, { headers });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    const rest = reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 0));
    sandbox.clock.advance(5000);
    const text = new TextDecoder().decode(first?.value) + new TextDecoder().decode((await rest)?.value);
    expect(JSON.parse(text)).toHaveProperty('email');
    expect(await reader?.read()).toMatchObject({ done: true });
  });

  it('stalls without end', async () => {
    const { sandbox, accessToken } = openApi({ leads: 0 });
    sandbox.faults.next({ path, stallMs: Infinity });
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await sandbox.fetch(`https://api.close.com${path}`, { headers });
    const reader = response.body?.getReader();
    expect(await reader?.read()).toMatchObject({ done: false });
    const rest = reader?.read();
    sandbox.clock.advance(1e12);
    const later = new Promise((resolve) => setTimeout(resolve, 0, 'waiting'));
    expect(await Promise.race([rest, later])).toBe('waiting');
  });

  it('cuts bytes, so that a gzip file is incomplete and not garbled', async () => {
    const { sandbox, call } = openApi({ leads: 3 });
    const { json } = await call('POST', '/export/lead/', { format: 'json', type: 'leads' });
    sandbox.clock.advance(60_000);
    const { json: done } = await call('GET', `/export/${json.id}/`);
    const whole = new Uint8Array(await (await sandbox.fetch(done.download_url)).arrayBuffer());
    sandbox.faults.next({ path: '/storage/', truncate: true });
    const half = new Uint8Array(await (await sandbox.fetch(done.download_url)).arrayBuffer());
    expect(half).toEqual(whole.subarray(0, Math.floor(whole.length / 2)));
  });
});

describe('storageOrigin', () => {
  it('must be an origin', () => {
    expect(() => openApi({ storageOrigin: 'https://storage.localhost/x' })).toThrow(
      'createSandbox: `storageOrigin` must be an origin, such as https://storage.localhost.',
    );
  });
});
