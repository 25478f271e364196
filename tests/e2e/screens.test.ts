import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoUser, desktop, faultsOf, type Kith, launch, open, openAs, phone, startKith } from './support.ts';

/** Every screen with the example business's data, looked at by axe in both themes and sizes; then reached by the keyboard alone. */
let kith: Kith, browser: Browser;
interface Screen {
  name: string;
  path: string;
  act?: (page: Page) => Promise<void>;
}
let screens: Screen[];

beforeAll(async () => {
  [kith, browser] = await Promise.all([
    startKith({ demo: ['--people', '400', '--events', '12000'] }),
    launch(),
  ]);
  const id = async (path: string) =>
    (await kith.api<{ data: { id: string }[] }>('GET', path)).data[0]?.id ?? 'none';
  const made = (path: string, body: object) => kith.api<{ id: string }>('POST', path, body);
  const company = await made('/companies', {
    name: 'UAB Beržas',
    city: 'Vilnius',
    country: 'LT',
  });
  const household = await made('/households', {
    name: 'Kazlauskai',
    city: 'Vilnius',
    country: 'LT',
  });
  const source = await kith.api<{ id: string; key: { secret: string } }>('POST', '/sources', {
    name: 'Order server',
    kind: 'server',
  });
  for (const properties of [{ product: 'Linden honey' }, undefined])
    await fetch(`${kith.origin}/v1/track`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${source.key.secret}:`)}` },
      body: JSON.stringify({
        event: 'Order Completed',
        properties,
        userId: properties && '1000003',
      }),
    });
  await made('/people', {
    given_name: 'Rūta',
    company: company.id,
    household: household.id,
    stage: 'customer',
    notes: 'Prefers to be called in the evening.',
  });
  await made('/tokens', { name: 'Nightly export', role: 'read_only' });
  const person = await id('/people?limit=1&sort=-last_seen_at');
  const press = (key: string) => (page: Page) => page.keyboard.press(key);
  const searched = (text: string) => async (page: Page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
    await page.getByRole('option', { name: /All results|Nothing found/ }).waitFor();
    await page.waitForLoadState('networkidle');
  };
  screens = [
    { name: 'home', path: '/' },
    { name: 'people', path: '/people?sort=name' },
    {
      name: 'people filtered',
      path: `/people?filter=${encodeURIComponent('country = "LT"')}`,
    },
    { name: 'people peeked at', path: `/people?peek=${person}` },
    { name: 'people, new', path: '/people?new=true' },
    { name: 'people, none', path: '/people?q=zzzz' },
    {
      name: 'people, filter form',
      path: '/people',
      act: page => page.getByRole('button', { name: 'Filter', exact: true }).click(),
    },
    { name: 'people, edited', path: '/people', act: press('e') },
    { name: 'person', path: `/people/${person}` },
    { name: 'person, history', path: `/people/${person}`, act: press('h') },
    { name: 'person, new event', path: `/people/${person}`, act: press('n') },
    {
      name: 'person, opened',
      path: `/people/${person}`,
      async act(page) {
        for (const name of ['Person', 'Value']) {
          const tab = page.getByRole('tab', { name });
          if (await tab.isVisible()) await tab.click();
        }
        for (const part of await page.locator('details summary').all()) await part.click();
      },
    },
    { name: 'companies', path: '/companies' },
    { name: 'company', path: `/companies/${company.id}` },
    { name: 'household', path: `/households/${household.id}` },
    { name: 'sources', path: '/sources' },
    { name: 'source, new', path: '/sources?new=true' },
    { name: 'source', path: `/sources/${source.id}` },
    { name: 'source, live', path: `/sources/${source.id}/live` },
    { name: 'source, plan', path: `/sources/${source.id}/plan` },
    { name: 'source, keys', path: `/sources/${source.id}/keys` },
    {
      name: 'dead letters',
      path: '/sources/dead-letters',
      act: page =>
        page
          .getByRole('button', { name: /Order Completed/ })
          .first()
          .click(),
    },
    { name: 'settings', path: '/settings' },
    { name: 'workspace', path: '/settings/workspace' },
    { name: 'users', path: '/settings/users' },
    { name: 'roles', path: '/settings/roles' },
    {
      name: 'role',
      path: '/settings/roles/member',
      act: page => page.getByRole('button', { name: /^People/ }).click(),
    },
    { name: 'tokens', path: '/settings/tokens' },
    {
      name: 'audit log',
      path: '/settings/audit',
      act: async page => {
        await page.getByRole('button', { name: 'Check the seals' }).click();
        await page.getByText('from 127.0.0.1').first().click();
      },
    },
    { name: 'own changes', path: '/change-sets' },
    { name: 'API reference', path: '/docs/api' },
    { name: 'palette', path: '/people', act: press('Control+k') },
    { name: 'palette, found', path: '/people', act: searched('vil') },
    { name: 'palette, nothing found', path: '/people', act: searched('zzzz') },
    { name: 'search', path: '/search' },
    { name: 'search, found', path: '/search?q=vilnius' },
    { name: 'search, one object', path: '/search?q=vilnius&object=company' },
    { name: 'search, nothing found', path: '/search?q=zzzz' },
    { name: 'help', path: '/people', act: press('?') },
    { name: 'lost', path: '/nowhere' },
  ];
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const sizes: Record<string, BrowserContextOptions> = { desktop, phone };
const themes = ['light', 'dark'] as const;

describe.each(Object.keys(sizes))('every screen on a %s', size => {
  it('is clean to axe in both themes, complains of nothing and fits its width', async () => {
    const found: string[] = [];
    const inBothThemes = async (page: Page) => {
      const faults: string[] = [];
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        faults.push(...(await faultsOf(page)).map(fault => `${colorScheme}, ${fault}`));
      }
      return faults;
    };
    const { page, complaints } = await openAs(kith, browser, demoUser, sizes[size]);
    for (const { name, path, act } of screens) {
      await page.goto(kith.origin + path);
      await page.locator('main h1, main h2').first().waitFor();
      await page.waitForLoadState('networkidle', { timeout: 400 }).catch(() => undefined);
      if (act) await act(page);
      await page.waitForTimeout(150);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      const faults = [...(await inBothThemes(page)), ...complaints.splice(0)];
      if (wider > 0) faults.push(`wider than the screen by ${wider} px`);
      found.push(...faults.map(fault => `${name}: ${fault}`));
    }
    await page.context().close();
    const door = await open(browser, sizes[size]);
    await door.page.goto(`${kith.origin}/sign-in`);
    await door.page.getByLabel('Password').waitFor();
    found.push(...(await inBothThemes(door.page)), ...door.complaints);
    await door.page.context().close();
    expect(found).toEqual([]);
  }, 240_000);
});

describe('the keyboard alone', () => {
  /** Presses Tab until what is focused has the name; the way is short on every screen. */
  async function tabTo(page: Page, name: RegExp, steps_max = 60) {
    const passed: string[] = [];
    for (let step = 0; step < steps_max; step += 1) {
      await page.keyboard.press('Tab');
      const text = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement | null;
        return focused?.getAttribute('aria-label') || focused?.textContent || focused?.tagName || '';
      });
      passed.push(text.slice(0, 40));
      if (name.test(text.trim())) return;
    }
    throw new Error(`Tab does not lead to ${name}: ${passed.join(' | ')}`);
  }

  it('signs in, reaches the main action of every room, and sees where it is', async () => {
    const { page } = await open(browser);
    await page.goto(kith.origin);
    await page.getByLabel('E-mail').waitFor();
    await page.keyboard.type(demoUser.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(demoUser.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Linden Home' }).waitFor();

    await tabTo(page, /^Skip to content$/);
    await tabTo(page, /^People$/);
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    expect(ring, 'the focus can be seen').toBe('solid');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/people');
    await tabTo(page, /^New$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New person' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/people\/[0-9a-f-]+$/);
    await page.getByRole('region', { name: 'Timeline' }).locator('li').first().waitFor();
    await tabTo(page, /^Add an event$/);
    await tabTo(page, /^Grant$/, 200);

    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/sources');
    await page.getByRole('link', { name: 'Website' }).waitFor();
    await tabTo(page, /^Website$/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sources/*');
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    await tabTo(page, /^Copy$/);
    await tabTo(page, /^Keys$/, 80);
  });
});
