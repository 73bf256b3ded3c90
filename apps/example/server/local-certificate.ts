import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface LocalCertificate {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Returns a certificate for https://localhost, created once and stored in the data folder: Close accepts only
 * https redirect URLs. It is self-signed, so the browser warns until you trust it.
 */
export async function localCertificate(folder: string): Promise<LocalCertificate> {
  const certFile = join(folder, 'localhost.crt');
  const keyFile = join(folder, 'localhost.key');
  const stored = await readStored(certFile, keyFile);
  if (stored) return stored;
  const fresh = await createCertificate();
  await writeFile(keyFile, fresh.key, { mode: 0o600 });
  await writeFile(certFile, fresh.cert);
  return fresh;
}

async function readStored(certFile: string, keyFile: string): Promise<LocalCertificate | undefined> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    const expiresAt = Date.parse(new X509Certificate(cert).validTo);
    return expiresAt - Date.now() > dayMs ? { cert, key } : undefined;
  } catch {
    return undefined; // Missing or damaged: a new pair replaces it.
  }
}

async function createCertificate(): Promise<LocalCertificate> {
  const generated = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 365 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { cert: generated.cert, key: generated.private };
}
