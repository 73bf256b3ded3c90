import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { noon } from './open-api.ts';

function urlFor(sandbox: Sandbox, parameters: Record<string, string> = {}): URL {
  const url = new URL(sandbox.metadata.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: sandbox.client.clientId,
    response_type: 'code',
    ...parameters,
  }).toString();
  return url;
}

describe('the consent page', () => {
  it('names the app, asks for one of two organizations and offers Allow and Deny', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const page = await (await sandbox.fetch(urlFor(sandbox))).text();
    expect(page).toContain('Demo app wants to connect to Close');
    expect(page).toContain('<legend>Which organization?</legend>');
    expect(page.match(/type="radio"/g)).toHaveLength(2);
    expect(page).toMatch(/value="allow">Allow<\/button>/);
    expect(page).toMatch(/value="deny" formnovalidate>Deny<\/button>/);
  });

  it('runs no script, cannot be framed, and its form leads only to itself and the app', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const response = await sandbox.fetch(urlFor(sandbox));
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:3000;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(await response.text()).not.toContain('<script');
  });

  it('escapes the name of the app', async () => {
    const client = {
      clientId: 'c',
      clientSecret: 's',
      redirectUris: ['https://app.example/cb'],
      name: '<b>x',
    };
    const sandbox = createSandbox({ leads: 0, client });
    const page = await (await sandbox.fetch(urlFor(sandbox))).text();
    expect(page).toContain('&lt;b&gt;x wants');
    expect(page).not.toContain('<b>x');
  });

  it('sends a denial to the app', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const callback = await sandbox.approve(urlFor(sandbox, { state: 's' }), { deny: true });
    expect(Object.fromEntries(callback.searchParams)).toEqual({ error: 'access_denied', state: 's' });
  });

  it('shows an error, never a redirect, for an unknown app or redirect URI', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const unknownApp = await sandbox.fetch(urlFor(sandbox, { client_id: 'other' }));
    const elsewhere = await sandbox.fetch(
      urlFor(sandbox, { redirect_uri: `${sandbox.client.redirectUri}/` }),
    );
    expect([unknownApp.status, unknownApp.headers.get('location')]).toEqual([400, null]);
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([400, null]);
  });

  it('sends other errors to the app', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const errorOf = async (parameters: Record<string, string>) =>
      (await sandbox.approve(urlFor(sandbox, { state: 's', ...parameters }))).searchParams.get('error');
    expect(await errorOf({ response_type: 'token' })).toBe('unsupported_response_type');
    expect(await errorOf({ scope: 'mcp.read' })).toBe('invalid_scope');
    expect(await errorOf({ code_challenge: 'x', code_challenge_method: 'plain' })).toBe('invalid_request');
  });

  it('accepts a decision once', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const page = await (await sandbox.fetch(urlFor(sandbox))).text();
    const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const organization = sandbox.organizations[0]?.id ?? '';
    const decide = () =>
      sandbox.fetch(sandbox.metadata.authorization_endpoint, {
        method: 'POST',
        body: new URLSearchParams({ request, organization, decision: 'allow' }),
      });
    expect((await decide()).status).toBe(302);
    expect((await decide()).status).toBe(400);
  });

  it('refuses an organization that the user does not belong to', async () => {
    const sandbox = createSandbox({ leads: 0 });
    await expect(sandbox.approve(urlFor(sandbox), { organizationId: 'orga_other' })).rejects.toThrow(
      'You do not belong to that organization.',
    );
  });

  it('expires after ten minutes', async () => {
    const sandbox = createSandbox({ leads: 0, now: () => noon });
    const page = await (await sandbox.fetch(urlFor(sandbox))).text();
    const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? '';
    sandbox.clock.advance(600_000);
    const response = await sandbox.fetch(sandbox.metadata.authorization_endpoint, {
      method: 'POST',
      body: new URLSearchParams({ request, decision: 'deny' }),
    });
    expect(response.status).toBe(400);
  });
});
