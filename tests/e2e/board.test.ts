/** A list as a board: columns that tell what the list tells, cards moved by pointer, finger and keyboard, undone, kept as a view. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  administrator,
  faultsOf,
  type Kith,
  launch,
  openAs,
  phone,
  startSetUpKith,
  undo,
  until,
} from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
const deals = 'deals?as=board&by=phase&sum=worth';

beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', {
    label: { en: 'Deal' },
    label_plural: { en: 'Deals' },
    fields: [
      {
        label: { en: 'Phase' },
        type: 'choice',
        choices: [
          { label: { en: 'New' }, color: 'blue' },
          { label: { en: 'Won' }, color: 'green' },
          { label: { en: 'Lost' } },
        ],
      },
      { label: { en: 'Worth' }, type: 'money' },
      { label: { en: 'Town' }, type: 'text' },
    ],
  });
  const many = Array.from({ length: 70 }, (_, at) => ({
    name: `Lost ${at}`,
    phase: 'lost',
    worth: '0.10 EUR',
  }));
  await kith.api('POST', '/deals/bulk-create', {
    records: [
      { name: 'Kettles', phase: 'new', worth: '100.10 EUR', town: 'Vilnius' },
      { name: 'Lamps', phase: 'new', worth: '7 JPY', town: 'Kaunas' },
      { name: 'Chairs', phase: 'won', worth: '0.20 EUR', town: 'Vilnius' },
      { name: 'Rugs' },
      ...many,
    ],
  });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const column = (name: string, on = page) => on.getByRole('region', { name: new RegExp(`^${name}: `) });
const cards = (name: string, on = page) => column(name, on).getByRole('article');
const namesIn = async (name: string) =>
  (await cards(name).all()).length
    ? cards(name).evaluateAll(all => all.map(card => card.getAttribute('aria-label')))
    : [];
const said = async (name: string) =>
  (await column(name).locator('header').innerText()).replaceAll(/\s+/g, ' ');
const phaseOf = async (name: string) =>
  (await kith.api<{ data: { phase: string | null }[] }>('GET', `/deals?q=${name}`)).data[0]?.phase;
const theBoard = async () => {
  await page.goto(`${kith.origin}/${deals}`);
  await column('New').getByRole('article').first().waitFor();
};

describe('a board', () => {
  it('is made of a list by the keyboard, and its columns tell what the list tells', async () => {
    await page.goto(`${kith.origin}/deals`);
    await page.getByRole('grid').waitFor();
    await page.keyboard.press('b');
    await column('New').waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('phase');
    await page.getByRole('button', { name: 'Sum', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Worth' }).click();
    await expect.poll(() => said('New')).toBe('New 2 €100.10 JP¥7');
    expect(await said('Won')).toBe('Won 1 €0.20');
    expect(await said('Lost')).toBe('Lost 70 €7.00');
    expect(await said('No Phase')).toBe('No Phase 1');
    await page.getByText('74 in all').waitFor();
    expect(await cards('New').first().innerText()).toContain('Kaunas');
  });

  it('reads a long column page by page', async () => {
    expect(await cards('Lost').count()).toBe(30);
    await column('Lost').getByRole('button', { name: 'Show more' }).press('Enter');
    await expect.poll(() => cards('Lost').count()).toBeGreaterThan(30);
    await until(async () => {
      await cards('Lost').last().scrollIntoViewIfNeeded();
      return (await cards('Lost').count()) === 70;
    }, 'all of the column');
  });

  it('moves a card by keyboard alone, with undo, and says so', async () => {
    await theBoard();
    await page.getByRole('article', { name: 'Kettles' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => namesIn('Won')).toEqual(['Chairs', 'Kettles']);
    await page.getByText('Kettles → Won').waitFor();
    await expect.poll(() => phaseOf('Kettles')).toBe('won');
    await expect.poll(() => said('Won')).toBe('Won 2 €100.30');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(await focused()).toBe('Kettles');
    await undo(page, 'Kettles → Won');
    await expect.poll(() => namesIn('New')).toEqual(['Lamps', 'Kettles']);
    expect(await phaseOf('Kettles')).toBe('new');

    await page.getByRole('article', { name: 'Lamps' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('Kettles');
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('Chairs');
    await page.keyboard.press('m');
    await page.getByRole('menu').waitFor();
    await page.getByRole('menuitem', { name: 'No Phase' }).press('Enter');
    await expect.poll(() => phaseOf('Chairs')).toBe(null);
    await expect.poll(focused).toBe('Chairs');
    await undo(page, 'Chairs → No Phase');
    await expect.poll(() => namesIn('Won')).toEqual(['Chairs']);

    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Move the card to the next column').waitFor();
    await page.keyboard.press('Escape');
  });

  it('moves twice before the first move is answered', async () => {
    await theBoard();
    await page.getByRole('article', { name: 'Lamps' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('article', { name: 'Lamps' }).press('Shift+ArrowRight');
    await expect.poll(() => phaseOf('Lamps')).toBe('lost');
    await expect.poll(() => said('Lost')).toBe('Lost 71 €7.00 JP¥7');
    await undo(page, 'Lamps → Lost');
    await expect.poll(() => namesIn('Won')).toEqual(['Chairs', 'Lamps']);
    // Each column is read by itself: the other one has lost it a moment later.
    await expect.poll(() => page.getByRole('article', { name: 'Lamps' }).count()).toBe(1);
    await page.getByRole('article', { name: 'Lamps' }).press('Shift+ArrowLeft');
    await expect.poll(() => namesIn('New')).toEqual(['Lamps', 'Kettles']);
  });

  it('is dragged by the mouse, and put back by Escape', async () => {
    await theBoard();
    const drag = async (name: string, to: string) => {
      const from = (await page.getByRole('article', { name }).boundingBox())!;
      const target = (await column(to).boundingBox())!;
      await page.mouse.move(from.x + 40, from.y + 10);
      await page.mouse.down();
      await page.mouse.move(target.x + 90, target.y + 120, { steps: 8 });
    };
    await drag('Kettles', 'Won');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await namesIn('New')).toEqual(['Lamps', 'Kettles']);
    await drag('Kettles', 'Won');
    await page.mouse.up();
    await expect.poll(() => phaseOf('Kettles')).toBe('won');
    expect(new URL(page.url()).searchParams.get('peek')).toBeNull();
    await undo(page, 'Kettles → Won');
    await expect.poll(() => namesIn('New')).toEqual(['Lamps', 'Kettles']);
  });

  it('takes a card back that the server refuses to move', async () => {
    await theBoard();
    const [kettles] = (await kith.api<{ data: { id: string }[] }>('GET', '/deals?q=Kettles')).data;
    await page.route(`**/api/v1/deals/${kettles!.id}`, route =>
      route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    );
    await page.getByRole('article', { name: 'Kettles' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => namesIn('New')).toEqual(['Lamps', 'Kettles']);
    expect(await said('New')).toBe('New 2 €100.10 JP¥7');
    await page.unroute(`**/api/v1/deals/${kettles!.id}`);
  });

  it('is searched, filtered and kept as a view', async () => {
    await theBoard();
    await page.goto(
      `${kith.origin}/${deals}&filter=${encodeURIComponent('town = "Vilnius" or town = "Kaunas"')}`,
    );
    await expect.poll(() => said('New')).toBe('New 2 €100.10 JP¥7');
    await page.getByText('3 in all').waitFor();
    await page.getByRole('button', { name: 'Save as a view' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name of the view').fill('Pipeline');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Pipeline' }).waitFor();
    await page.goto(`${kith.origin}/deals`);
    await page.getByRole('grid').waitFor();
    await page.getByRole('link', { name: 'Pipeline' }).click();
    await expect.poll(() => said('New')).toBe('New 2 €100.10 JP¥7');
    expect(await page.getByRole('button', { name: 'Save the changes' }).count()).toBe(0);
    await page.keyboard.press('/');
    await page.keyboard.type('kettles');
    await expect.poll(() => said('New')).toBe('New 1 €100.10');
  });

  it('opens the record at its side, and has nothing that axe finds fault with', async () => {
    await theBoard();
    await page.getByRole('article', { name: 'Kettles' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('complementary', { name: 'Selected record' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await faultsOf(page)).toEqual([]);
    }
    await page.keyboard.press('Escape');
  });

  it('tells what it cannot show, and goes by another field', async () => {
    await page.goto(`${kith.origin}/deals?as=board&by=horn`);
    await page.getByText('The field of the columns is not there').waitFor();
    await page.getByRole('button', { name: 'Phase', exact: true }).click();
    await column('New').waitFor();
    await page.goto(`${kith.origin}/${deals}&q=unicorn`);
    await page.getByText('Nothing matches').waitFor();
  });

  it('only shows to whom the field is not theirs to change', async () => {
    const status = await page.evaluate(async () => {
      const headers = { 'Content-Type': 'application/json', 'X-Kith-Request': '1' };
      const body = JSON.stringify({ role: 'read_only' });
      return (await fetch('/api/v1/session/role', { method: 'PUT', headers, body })).status;
    });
    expect(status).toBeLessThan(300);
    await theBoard();
    await page.getByText('Read-only').waitFor();
    await page.getByRole('article', { name: 'Kettles' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('m');
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await namesIn('New')).toEqual(['Lamps', 'Kettles']);
  });

  it('fits a phone, where columns are swiped and a finger takes a card', async () => {
    const { page: small } = await openAs(kith, browser, administrator, phone);
    await small.goto(`${kith.origin}/${deals}`);
    await cards('New', small).first().waitFor();
    expect(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await faultsOf(small)).toEqual([]);
    const from = (await small.getByRole('article', { name: 'Kettles' }).boundingBox())!;
    const session = await small.context().newCDPSession(small);
    const touch = (type: string, x?: number, y?: number) =>
      session.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: x === undefined ? [] : [{ x, y: y! }],
      });
    await touch('touchStart', from.x + 40, from.y + 12);
    await small.waitForTimeout(500);
    // At the edge the board goes on to the next column under the finger.
    await touch('touchMove', 370, from.y + 60);
    await small.waitForTimeout(500);
    await touch('touchMove', 372, from.y + 61);
    await touch('touchEnd');
    await expect.poll(() => phaseOf('Kettles')).not.toBe('new');
  });

  it('leaves no complaint behind', () => {
    expect(complaints).toEqual([]);
  });
});
