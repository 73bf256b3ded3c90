import { createSandbox } from '../src/index.ts';

/** Prints the time to create a sandbox, and to list its leads for the first time. */
async function measure(): Promise<void> {
  const startedAt = performance.now();
  const sandbox = createSandbox();
  const createdAt = performance.now();
  const { accessToken } = sandbox.connect();
  const headers = { authorization: `Bearer ${accessToken}` };
  await (await sandbox.fetch(`${sandbox.origin}/api/v1/lead/?_limit=50`, { headers })).text();
  const listedAt = performance.now();
  const create = (createdAt - startedAt).toFixed(1);
  const list = (listedAt - createdAt).toFixed(1);
  console.log(`createSandbox ${create} ms, first page of 2,000 leads ${list} ms`);
}

for (let round = 0; round < 5; round += 1) await measure();
