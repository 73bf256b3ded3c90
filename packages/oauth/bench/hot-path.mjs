/**
 * The cost of a fresh access token: CloseKit and four other libraries, in one process and one run.
 * Rounds are interleaved, so that other load affects all candidates alike; a figure is the median round.
 */
import { OAuth2Client as BadgatewayClient, OAuth2Fetch } from '@badgateway/oauth2-client';

import { createOAuthUserAuth } from '@octokit/auth-oauth-user';
import { InstallProvider, LogLevel } from '@slack/oauth';
import { OAuth2Client } from 'google-auth-library';
import { createCloseOAuth } from '../dist/index.js';

const rounds = 15;
const callsPerRound = 200_000;
const expiresAt = Date.now() + 6 * 3_600_000;

const grant = await connectGrant();
const google = connectGoogle();
const badgateway = connectBadgateway();
const octokit = connectOctokit();
const slack = await connectSlack();

/** Each subject runs its call `times` times and returns something that depends on every call. */
const subjects = {
  'Date.now() alone': (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += Date.now() & 1;
    return seen;
  },
  'a clock and a comparison, awaited': async (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += (await readFloor()).length;
    return seen;
  },
  'CloseKit `grant.peek()`': (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += grant.peek().length;
    return seen;
  },
  'CloseKit `grant.get()`': async (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += (await grant.get()).length;
    return seen;
  },
  'google-auth-library `getAccessToken()`': async (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += (await google.getAccessToken()).token.length;
    return seen;
  },
  '@badgateway/oauth2-client `getAccessToken()`': async (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += (await badgateway.getAccessToken()).length;
    return seen;
  },
  '@octokit/auth-oauth-user `auth()`': async (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += (await octokit()).token.length;
    return seen;
  },
  '@slack/oauth `authorize()`, its store in memory': async (times) => {
    let seen = 0;
    for (let i = 0; i < times; i += 1) seen += (await slack()).length;
    return seen;
  },
};

const figures = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let round = -2; round < rounds; round += 1) {
  for (const [name, run] of Object.entries(subjects)) {
    globalThis.gc?.();
    const start = process.hrtime.bigint();
    const seen = await run(callsPerRound);
    const ns = Number(process.hrtime.bigint() - start) / callsPerRound;
    if (seen < 0) throw new Error('nothing was read');
    if (round >= 0) figures[name].push(ns);
  }
}

const table = Object.entries(figures).map(([name, times]) => {
  times.sort((a, b) => a - b);
  const [low, median, high] = [times[0], times[times.length >> 1], times.at(-1)];
  return { name, low, median, high };
});
process.stdout.write(`${JSON.stringify(table)}\n`);
process.exit(0);

async function readFloor() {
  return Date.now() < expiresAt ? 'token' : '';
}

async function connectGrant() {
  const oauth = createCloseOAuth({
    clientId: 'id',
    clientSecret: 'secret',
    redirectUri: 'https://app.example/callback',
    fetch: async () =>
      Response.json({
        token_type: 'Bearer',
        access_token: 'a'.repeat(40),
        refresh_token: 'r'.repeat(40),
        expires_in: 6 * 3600,
        organization_id: 'orga_1',
        user_id: 'user_1',
      }),
  });
  const { url, transaction } = await oauth.startAuthorization();
  const callbackUrl = `https://app.example/callback?code=c&state=${url.searchParams.get('state')}`;
  return (await oauth.finishAuthorization({ callbackUrl, transaction })).grant;
}

function connectGoogle() {
  const client = new OAuth2Client({ clientId: 'id', clientSecret: 'secret' });
  client.setCredentials({
    access_token: 'a'.repeat(40),
    refresh_token: 'r'.repeat(40),
    expiry_date: expiresAt,
  });
  return client;
}

function connectBadgateway() {
  const token = { accessToken: 'a'.repeat(40), refreshToken: 'r'.repeat(40), expiresAt };
  return new OAuth2Fetch({
    client: new BadgatewayClient({ clientId: 'id', tokenEndpoint: 'https://server.example/token' }),
    getNewToken: () => null,
    getStoredToken: () => token,
    scheduleRefresh: false,
  });
}

function connectOctokit() {
  return createOAuthUserAuth({
    clientType: 'github-app',
    clientId: 'id',
    clientSecret: 'secret',
    token: 'a'.repeat(40),
    refreshToken: 'r'.repeat(40),
    expiresAt: new Date(expiresAt).toISOString(),
    refreshTokenExpiresAt: new Date(expiresAt).toISOString(),
  });
}

async function connectSlack() {
  // Without it the store in memory warns at every call.
  const logLevel = LogLevel.ERROR;
  const provider = new InstallProvider({
    clientId: 'id',
    clientSecret: 'secret',
    stateSecret: 'state',
    logLevel,
  });
  await provider.installationStore.storeInstallation({
    team: { id: 'T1' },
    isEnterpriseInstall: false,
    authVersion: 'v2',
    bot: {
      token: 'a'.repeat(40),
      refreshToken: 'r'.repeat(40),
      expiresAt: Math.floor(expiresAt / 1000),
      id: 'B1',
      userId: 'U1',
      scopes: [],
    },
  });
  return async () => (await provider.authorize({ teamId: 'T1', isEnterpriseInstall: false })).botToken;
}
