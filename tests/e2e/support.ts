/** What every journey stands on: a `kith serve` on a data folder of its own, and Chromium looking at it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executable =
  process.env.KITH_EXECUTABLE ?? new URL('../../build/release/kith', import.meta.url).pathname;
const start_ms_max = 30_000;

export const administrator = {
  name: 'Ona Kazlaitė',
  email: 'ona@example.com',
  password: 'linden tree 1984',
};

/** The administrator of the example business. */
export const demoUser = {
  email: 'ada@example.com',
  password: 'example shop 1984',
};

export interface Kith {
  origin: string;
  /** The link that the server prints where nobody has set it up yet. */
  setupLink: string | undefined;
  /** Calls the API as the signed-in user and gives the decoded answer; throws where it is refused. A text is sent as it is. */
  api: <T>(method: string, path: string, body?: object | string) => Promise<T>;
  /** The cookie of a session, for a browser that need not pass the sign-in page. */
  cookieOf: (email: string, password: string) => Promise<{ name: string; value: string }>;
  stop: () => Promise<void>;
}

/** Serves an empty folder; by `demo`, its arguments, the example business, whose administrator is signed in. */
export async function startKith({ demo }: { demo?: string[] } = {}): Promise<Kith> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-e2e-'));
  const data = join(folder, 'data');
  let user = { email: administrator.email, password: administrator.password };
  if (demo) {
    const env = { ...process.env, KITH_PASSWORD: demoUser.password };
    execFileSync(executable, ['demo', '--data', data, ...demo], {
      env,
      stdio: 'ignore',
    });
    user = demoUser;
  }
  const child = spawn(executable, ['serve', '--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { origin, setupLink } = await welcome(child);
  const cookies = new Map<string, string>();

  const cookieOf: Kith['cookieOf'] = async (email, password) => {
    const answer = await fetch(`${origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Kith-Request': '1' },
      body: JSON.stringify({ email, password }),
    });
    const [name = '', value = ''] = (answer.headers.get('set-cookie') ?? '').split(';')[0]!.split('=');
    if (!answer.ok || !value)
      throw new Error(`signing in as ${email}: ${answer.status} ${await answer.text()}`);
    return { name, value };
  };
  return {
    origin,
    setupLink,
    cookieOf,
    async api<T>(method: string, path: string, body?: object | string) {
      let cookie = cookies.get(user.email);
      if (!cookie) {
        const { name, value } = await cookieOf(user.email, user.password);
        cookie = `${name}=${value}`;
        cookies.set(user.email, cookie);
      }
      const answer = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: {
          Cookie: cookie,
          'X-Kith-Request': '1',
          'Content-Type': 'application/json',
        },
        body: typeof body === 'object' ? JSON.stringify(body) : body,
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text ? JSON.parse(text) : undefined) as T;
    },
    async stop() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function welcome(child: ChildProcess): Promise<{ origin: string; setupLink: string | undefined }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => reject(new Error(`the server did not start: ${text}`)), start_ms_max);
    child.once('exit', status => reject(new Error(`the server ended with ${status}: ${text}`)));
    child.stdout?.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      const origin = /serves on (http:\S+)/.exec(text)?.[1];
      if (!origin || !text.includes('Ctrl-C')) return;
      clearTimeout(late);
      resolve({
        origin,
        setupLink: /http:\S+\/setup\?code=\S+/.exec(text)?.[0],
      });
    });
  });
}

/** A workspace that is set up, by the API rather than the screen. */
export async function startSetUpKith(): Promise<Kith> {
  const kith = await startKith();
  const code = new URL(kith.setupLink!).searchParams.get('code');
  const answer = await fetch(`${kith.origin}/api/v1/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Kith-Request': '1' },
    body: JSON.stringify({
      ...administrator,
      code,
      business_name: 'Linden',
      language: 'en',
      currency: 'EUR',
      time_zone: 'Europe/Vilnius',
    }),
  });
  if (!answer.ok) throw new Error(`set-up: ${answer.status} ${await answer.text()}`);
  return kith;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(path => existsSync(path)),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export const desktop = { viewport: { width: 1366, height: 768 } };
export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** A page of a new context, and what its console complained of, the content security policy included. */
export async function open(
  browser: Browser,
  options: BrowserContextOptions = {},
  cookie?: { name: string; value: string; url: string },
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    ...desktop,
    locale: 'en-GB',
    timezoneId: 'Europe/Vilnius',
    reducedMotion: 'reduce',
    ...options,
  });
  if (cookie) await context.addCookies([cookie]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', message => {
    // Chromium notes every refused request, also those that the journey provokes.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  return { page, complaints };
}

/** A page on which someone is signed in already. */
export async function openAs(
  kith: Kith,
  browser: Browser,
  { email, password }: { email: string; password: string } = administrator,
  options: BrowserContextOptions = {},
) {
  return open(browser, options, {
    ...(await kith.cookieOf(email, password)),
    url: kith.origin,
  });
}

export async function signIn(page: Page, email: string, password: string) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const axe = readFileSync(
  createRequire(new URL('../../web/package.json', import.meta.url)).resolve('axe-core/axe.min.js'),
  'utf8',
);

interface Violation {
  id: string;
  nodes: { target: unknown; failureSummary?: string }[];
}

/** What axe finds wrong with what is shown, a line each. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe: runner } = window as unknown as {
      axe: {
        run: (root: Document, options: object) => Promise<{ violations: Violation[] }>;
      };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return (await runner.run(document, { runOnly: tags })).violations;
  });
  return found.map(
    ({ id, nodes }) =>
      `${id} ×${nodes.length}: ${String(nodes[0]?.target)} ${nodes[0]?.failureSummary?.split('\n')[1] ?? ''}`,
  );
}

/** Takes back what the message `text` tells of: by its own button, since messages of earlier steps may still stand beside it. */
export async function undo(page: Page, text: string) {
  const messages = page.getByRole('region', { name: 'Messages' }).locator('> div');
  await messages.filter({ hasText: text }).last().getByRole('button', { name: 'Undo' }).click();
}

/** Waits until `ready` gives something true. */
export async function until<T>(ready: () => Promise<T>, what: string, patience_ms = 20_000): Promise<T> {
  for (const end = Date.now() + patience_ms; Date.now() < end;) {
    const value = await ready();
    if (value) return value;
    await new Promise(done => setTimeout(done, 100));
  }
  throw new Error(`waited in vain for ${what}`);
}
