/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, else the one that `@sparticuz/chromium` ships (Linux x64),
 * unpacked once into `.tools`, else an installed one. The shipped one is the same on every machine, and without windows
 * it needs half the time of a whole browser.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = join(dirname(fileURLToPath(import.meta.url)), '..', '.tools');
const fontsFile = 'fonts.conf';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Quiet on a machine without internet, and able to run as root in a container. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * Says how to launch Chromium, in the shape of Playwright's launch options.
 *
 * @returns {Promise<{ executablePath: string, args: string[], env?: Record<string, string> }>} The options.
 */
export async function chromiumLaunchOptions() {
  const path = process.env.CHROMIUM_PATH;
  if (path) {
    if (!existsSync(path)) throw new Error(`CHROMIUM_PATH names ${path}, which does not exist.`);
    return { executablePath: path, args };
  }
  if (process.platform === 'linux' && process.arch === 'x64') return shippedLaunchOptions();
  const found = installed.find((candidate) => existsSync(candidate));
  if (found) return { executablePath: found, args };
  throw new Error('No Chromium found. Install Chrome or Chromium, or set CHROMIUM_PATH to its executable.');
}

async function shippedLaunchOptions() {
  const folder = await unpackShipped();
  return {
    executablePath: join(folder, 'chromium'),
    args,
    env: {
      ...process.env,
      FONTCONFIG_FILE: join(folder, fontsFile),
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  };
}

async function unpackShipped() {
  const manifest = join(
    dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '..',
    'package.json',
  );
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  const folder = join(tools, 'chromium', version);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  try {
    await unpackInto(draft, join(dirname(manifest), 'bin'));
    await writeFile(join(draft, fontsFile), describeFonts(folder));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // The first rename wins; a second process throws its own copy away.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** What comes with the fonts names folders of a machine in the cloud, and text without one letter takes no room. */
function describeFonts(folder) {
  const place = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${place}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${place}/fonts-cache</cachedir>
</fontconfig>
`;
}

async function unpackInto(folder, archives) {
  const { inflate } = await import('@sparticuz/chromium');
  const outer = process.env.TMPDIR;
  process.env.TMPDIR = folder; // The package unpacks into the temporary folder, and only there.
  try {
    const names = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
    await Promise.all(names.map((name) => inflate(join(archives, name))));
  } finally {
    if (outer === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outer;
  }
}
