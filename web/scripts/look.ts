/**
 * Looks at every screen of the built application over the mock: a picture in each size and theme, axe's verdict on it, and whatever
 * the console complained of (the content security policy included).
 *
 *   npm run build && npm run look -- [--out folder] [--rows 0,1,50,10000] [--only people] [--sizes 1366,390] [--themes light] [--language lt]
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(tmpdir(), 'kith-look') },
    rows: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: '1366,1920,390' },
    themes: { type: 'string', default: 'light,dark' },
    language: { type: 'string', default: 'en' },
    port: { type: 'string', default: '8479' },
    role: { type: 'string', default: 'administrator' },
    fresh: { type: 'boolean', default: false },
  },
});
const base = `http://127.0.0.1:${options.port}`;
const heights: Record<string, number> = { '1366': 768, '1920': 1080, '390': 844 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Screen = { name: string; path: string; act?: (page: Page) => Promise<void> };
/** In the address of a screen whose record an empty workspace lacks. */
const nobody = 'nobody';
async function firstOf(path: string): Promise<string> {
  const answer = (await (await fetch(`${base}/api/v1${path}`)).json()) as { data: { id: string }[] };
  return answer.data[0]?.id ?? nobody;
}
async function screens(): Promise<Screen[]> {
  if (options.fresh) return [{ name: 'setup', path: '/setup?code=abc' }];
  const [person, company, household, source] = await Promise.all([
    firstOf('/people?limit=1'),
    firstOf('/companies?limit=1'),
    firstOf('/households?limit=1'),
    firstOf('/sources'),
  ]);
  const press = (key: string) => (page: Page) => page.keyboard.press(key);
  const keys =
    (...each: string[]) =>
    async (page: Page) => {
      for (const key of each) await page.keyboard.press(key);
    };
  return [
    { name: 'home', path: '/' },
    { name: 'people', path: '/people' },
    {
      name: 'people-filtered',
      path: '/people?sort=name&filter=country%20%3D%20%22LT%22%20and%20last_seen_at%20%3E%3D%20%222026-01-01%22',
    },
    { name: 'people-peek', path: `/people?peek=${person}` },
    { name: 'people-board', path: '/people?as=board&by=stage' },
    { name: 'people-calendar', path: '/people?as=calendar&by=last_seen_at' },
    { name: 'people-calendar-week', path: '/people?as=calendar&by=last_seen_at&span=week' },
    {
      name: 'people-calendar-months',
      path: '/people?as=calendar&by=last_seen_at',
      act: page => page.locator('button[aria-haspopup=dialog]:has(svg)').last().click(),
    },
    { name: 'people-new', path: '/people?new=true' },
    { name: 'people-none', path: '/people?q=zzzz' },
    ...(['', '-done'] as const).map(state => ({
      name: `people-export${state}`,
      path: '/people',
      act: async (page: Page) => {
        const button = page.getByRole('button', { name: /^(Export|Eksportuoti|Экспорт)$/ });
        if (await button.isVisible()) {
          await button.click();
        } else {
          await page.keyboard.press('Control+k');
          await page.getByRole('combobox').fill('export the');
          await page.keyboard.press('Enter');
        }
        if (state) await page.getByRole('dialog').locator('button[type=submit]').click();
      },
    })),
    { name: 'people-chosen', path: '/people', act: keys('x', 'Shift+J', 'Shift+J') },
    {
      name: 'people-bulk-edit',
      path: '/people',
      act: async page => {
        await keys('x', 'Shift+J', 'Control+e')(page);
        const form = page.getByRole('dialog');
        await form.getByRole('combobox').selectOption('city');
        await form.getByRole('textbox').fill('Vilnius');
        await page.keyboard.press('Enter');
        await form.getByRole('combobox').selectOption('stage');
      },
    },
    { name: 'people-duplicates', path: '/people/duplicates' },
    {
      name: 'people-trash',
      path: '/people',
      act: async page => {
        await keys('x', 'j', 'x', 'Delete')(page);
        await page.waitForTimeout(600);
        await keys('g', 't')(page);
      },
    },
    { name: 'households-trash', path: '/households/trash' },
    {
      name: 'people-filter-form',
      path: '/people',
      act: page => page.getByRole('button', { name: /^(Filter|Filtruoti|Фильтр)$/ }).click(),
    },
    { name: 'person', path: `/people/${person}` },
    {
      name: 'company-share',
      path: `/companies/${company}`,
      act: async page => {
        await page.locator('header button[aria-haspopup=menu]').last().click();
        await page.getByRole('menuitem').filter({ hasText: '…' }).click();
      },
    },
    {
      name: 'person-open',
      path: `/people/${person}`,
      act: async page => {
        const tab = page.getByRole('tab').nth(1);
        if (await tab.isVisible()) return tab.click();
        for (const line of (await page.locator('ol button[aria-expanded=false]').all()).slice(0, 3))
          await line.click();
        for (const part of await page.locator('details summary').all()) await part.click();
      },
    },
    { name: 'person-history', path: `/people/${person}`, act: press('h') },
    { name: 'person-event', path: `/people/${person}`, act: press('n') },
    ...(['copy', 'erase'] as const).map(name => ({
      name: `person-${name}`,
      path: `/people/${person}`,
      act: async (page: Page) => {
        await page.locator('h1 ~ button').last().click();
        await page
          .getByRole('menuitem')
          .nth(name === 'copy' ? 4 : -1)
          .click();
      },
    })),
    { name: 'person-comments', path: `/people/${person}#comments` },
    {
      name: 'person-mention',
      path: `/people/${person}#comments`,
      act: async page => {
        await page.keyboard.type('Who knows? @');
        await page.getByRole('option').first().waitFor();
      },
    },
    { name: 'inbox', path: '/inbox' },
    { name: 'companies', path: '/companies' },
    { name: 'company', path: `/companies/${company}` },
    {
      name: 'company-file',
      path: `/companies/${company}`,
      act: async page => {
        await page.locator('li button[aria-haspopup]').nth(1).click();
        await page.getByRole('menuitem').nth(1).click();
      },
    },
    { name: 'households', path: '/households' },
    { name: 'household', path: `/households/${household}` },
    { name: 'sources', path: '/sources' },
    { name: 'source-new', path: '/sources?new=true' },
    { name: 'source', path: `/sources/${source}` },
    { name: 'source-live', path: `/sources/${source}/live` },
    { name: 'source-plan', path: `/sources/${source}/plan` },
    { name: 'source-keys', path: `/sources/${source}/keys` },
    { name: 'dead-letters', path: '/sources/dead-letters' },
    { name: 'imports', path: '/imports' },
    { name: 'imports-new', path: '/imports?new=true' },
    ...['mapping', 'running', 'done', 'failed'].map((name, at) => ({
      name: `import-${name}`,
      path: `/imports/0193aaaa-0000-7000-8000-00000000000${at + 1}`,
    })),
    { name: 'settings', path: '/settings' },
    { name: 'settings-workspace', path: '/settings/workspace' },
    { name: 'settings-users', path: '/settings/users' },
    {
      name: 'settings-users-hand-over',
      path: '/settings/users',
      act: async page => {
        await page.locator('li button[aria-haspopup]').nth(1).click();
        await page.getByRole('menuitem').nth(1).click();
      },
    },
    { name: 'settings-teams', path: '/settings/teams' },
    {
      name: 'settings-teams-edit',
      path: '/settings/teams',
      act: page => page.locator('li button').nth(2).click(),
    },
    {
      name: 'settings-teams-delete',
      path: '/settings/teams',
      act: async page => {
        await page.locator('li button[aria-haspopup]').first().click();
        await page.getByRole('menuitem').last().click();
      },
    },
    { name: 'settings-roles', path: '/settings/roles' },
    {
      name: 'settings-role',
      path: '/settings/roles/member',
      act: page => page.locator('[aria-controls=fields-of-person]').click(),
    },
    { name: 'settings-tokens', path: '/settings/tokens' },
    { name: 'settings-exports', path: '/settings/exports' },
    {
      name: 'settings-exports-open',
      path: '/settings/exports',
      act: async page => {
        for (const line of await page.locator('details summary').all()) await line.click();
      },
    },
    { name: 'settings-requests', path: '/settings/requests' },
    {
      name: 'settings-requests-new',
      path: '/settings/requests',
      act: page =>
        page
          .getByRole('button', { name: /^(Write a request down|Užrašyti prašymą|Записать запрос)$/ })
          .click(),
    },
    { name: 'api', path: '/docs/api' },
    {
      name: 'palette',
      path: '/people',
      act: async page => {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('on');
      },
    },
    { name: 'help', path: '/people', act: press('?') },
    { name: 'lost', path: '/nowhere' },
    { name: 'sign-in', path: '/sign-in' },
  ];
}

async function check(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const runner = (
      window as unknown as {
        axe: {
          run: (
            root: Document,
            options: object,
          ) => Promise<{
            violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
          }>;
        };
      }
    ).axe;
    const { violations } = await runner.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id} ×${nodes.length}: ${String(nodes[0]?.target)} ${nodes[0]?.failureSummary?.split('\n')[1] ?? ''}`,
    );
  });
  return violations;
}

const send = (method: string, path: string, body: object) =>
  fetch(`${base}/api/v1${path}`, { method, headers: { 'X-Kith-Request': '1' }, body: JSON.stringify(body) });

/** Looks at every screen over a workspace of so many rows a list; how much there was to complain of. */
async function look(rows: string): Promise<number> {
  const mock = spawn(
    process.execPath,
    [
      'mock/server.ts',
      '--rows',
      rows,
      '--port',
      options.port,
      '--role',
      options.role,
      ...(options.fresh ? ['--fresh'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise(resolve => mock.stdout.once('data', resolve));
  const profile = await mkdtemp(join(tmpdir(), 'kith-profile-'));
  let failures = 0;
  try {
    if (!options.fresh)
      await send('POST', '/session', { email: 'rasa@example.com', password: 'long enough' });
    const shown = (await screens()).filter(
      ({ name, path }) => !path.includes(nobody) && (!options.only || options.only.split(',').includes(name)),
    );
    for (const size of options.sizes.split(',')) {
      const context = await chromium.launchPersistentContext(join(profile, size), {
        executablePath: '/usr/bin/chromium',
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
        viewport: { width: Number(size), height: heights[size] ?? 800 },
        hasTouch: size === '390',
        isMobile: size === '390',
        bypassCSP: false,
      });
      const page = context.pages()[0] ?? (await context.newPage());
      const said: string[] = [];
      page.on(
        'console',
        message => ['error', 'warning'].includes(message.type()) && said.push(message.text()),
      );
      page.on('pageerror', error => said.push(error.message));
      for (const theme of options.themes.split(',')) {
        if (!options.fresh) await send('PATCH', '/me', { theme, language: options.language });
        await page.emulateMedia({
          colorScheme: theme === 'dark' ? 'dark' : 'light',
          reducedMotion: 'reduce',
        });
        for (const { name, path, act } of shown) {
          await page.goto(base + path);
          await page.waitForLoadState('networkidle').catch(() => {});
          await page.waitForTimeout(250);
          try {
            if (act) await act(page);
          } catch (error) {
            said.push(`could not act: ${String(error).split('\n')[0]}`);
          }
          await page.waitForTimeout(350);
          await page.screenshot({ path: join(options.out, `${name}-${rows}-${size}-${theme}.png`) });
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          const found = [
            ...(await check(page)),
            ...said.splice(0),
            ...(overflow > 0 ? [`wider than the screen by ${overflow}px`] : []),
          ];
          failures += found.length;
          for (const line of new Set(found))
            console.log(`${name} ${rows} ${size} ${theme}: ${line.slice(0, 400)}`);
        }
      }
      await context.close();
    }
  } finally {
    mock.kill();
    await rm(profile, { recursive: true, force: true });
  }
  return failures;
}

await mkdir(options.out, { recursive: true });
let failures = 0;
for (const rows of options.rows.split(',')) failures += await look(rows);
console.log(failures ? `${failures} findings` : 'clean', `· pictures in ${options.out}`);
process.exitCode = failures ? 1 : 0;
