/** A list as a calendar: days that tell what the list tells, entries moved by pointer, finger and keyboard, undone, kept as a view. */
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
const october = 'deals?as=calendar&by=due&at=2026-10-15';
interface Deal {
  id: string;
  version: number;
  due: string | null;
  meeting: string | null;
}

beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', {
    label: { en: 'Deal' },
    label_plural: { en: 'Deals' },
    fields: [
      { label: { en: 'Due' }, type: 'date', is_sortable: true },
      { label: { en: 'Meeting' }, type: 'instant' },
      { label: { en: 'Town' }, type: 'text' },
    ],
  });
  const many = Array.from({ length: 30 }, (_, at) => ({ name: `Bulk ${at}`, due: '2026-10-22' }));
  await kith.api('POST', '/deals/bulk-create', {
    records: [
      // Half past nine in Vilnius, two days before the clocks are turned back there.
      { name: 'Kettles', due: '2026-10-14', town: 'Vilnius', meeting: '2026-10-23T06:30:00Z' },
      { name: 'Lamps', due: '2026-10-14', town: 'Kaunas' },
      { name: 'Chairs', due: '2026-10-31', town: 'Vilnius' },
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

const day = (of: string, on = page) => on.locator(`[data-column="${of}"]`);
const entry = (name: string, on = page) => on.locator('[data-card]', { hasText: name });
const namesOn = (of: string) =>
  day(of)
    .locator('[data-card]')
    .evaluateAll(all => all.map(card => card.textContent));
const toldOf = (of: string) => day(of).locator('time').first().textContent();
const dealOf = async (name: string) => (await kith.api<{ data: Deal[] }>('GET', `/deals?q=${name}`)).data[0]!;
const dueOf = async (name: string) => (await dealOf(name)).due;
const theCalendar = async (path = october) => {
  await page.goto(`${kith.origin}/${path}`);
  await page.locator('[data-card]').first().waitFor();
};
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    return element?.dataset.card ? element.textContent : (element?.dataset.column ?? element?.tagName);
  });
const dragTo = async (name: string, to: string) => {
  const from = (await entry(name).boundingBox())!;
  const target = (await day(to).boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(target.x + 40, target.y + 60, { steps: 8 });
};
const at = () => new URL(page.url()).searchParams.get('at');
const filtered = () => new URL(page.url()).searchParams.get('filter');

describe('a calendar', () => {
  it('is made of a list by the keyboard', async () => {
    await page.goto(`${kith.origin}/deals`);
    await page.getByRole('grid').waitFor();
    await page.keyboard.press('d');
    await page.getByRole('grid', { name: 'Deals by the day of Due' }).waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('due');
    await page.locator('[aria-current=date]').waitFor();
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual([
      'Mon',
      'Tue',
      'Wed',
      'Thu',
      'Fri',
      'Sat',
      'Sun',
    ]);
    await page.keyboard.press('d');
    await page.getByRole('grid', { name: 'Deals', exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('grid', { name: 'Deals by the day of Due' }).waitFor();
  });

  it('tells of each day and of the month what the list tells, and leads there', async () => {
    await theCalendar();
    expect(await namesOn('2026-10-14')).toEqual(['Kettles', 'Lamps']);
    expect(await toldOf('2026-10-22')).toMatch(/^Thursday 22 October( 2026)?: 30$/);
    expect((await namesOn('2026-10-22')).length).toBeLessThan(9);
    const listOf = async (link: string | RegExp, filter: string, count: number) => {
      await page.getByRole('link', { name: link }).click();
      await page.getByText(`1 of ${count}`, { exact: true }).waitFor();
      expect(filtered()).toBe(filter);
      await page.goBack();
      await page.locator('[data-card]').first().waitFor();
    };
    await listOf(/^30, Thursday 22 October/, 'due = "2026-10-22"', 30);
    await listOf(/^\d+ more, Thursday 22 October/, 'due = "2026-10-22"', 30);
    await listOf('33 in all', 'due = "2026-10"', 33);
    await listOf('No date: 1', 'due is absent', 1);
  });

  it('goes to other months and weeks, to today, and back as the browser goes back', async () => {
    await theCalendar();
    await page.getByRole('button', { name: 'Next month' }).click();
    await expect.poll(at).toBe('2026-11-15');
    await page.getByRole('button', { name: 'November 2026' }).waitFor();
    await page.getByRole('button', { name: 'Previous month' }).click();
    await expect.poll(at).toBe('2026-10-15');
    await page.goBack();
    await expect.poll(at).toBe('2026-11-15');
    await page.getByRole('button', { name: 'November 2026' }).click();
    const months = page.getByRole('dialog', { name: 'Go to a month' });
    await months.getByRole('button', { name: 'Next year' }).click();
    await months.getByRole('button', { name: 'Mar' }).click();
    await expect.poll(at).toBe('2027-03-01');
    await page.getByText('Nothing on these days').waitFor();
    await page.getByRole('button', { name: 'Today' }).click();
    await expect.poll(at).toBeNull();
    await page.locator('[aria-current=date]').waitFor();

    await theCalendar();
    await page.getByRole('button', { name: 'Week', exact: true }).click();
    await page.getByRole('button', { name: /^12\s?–\s?18 October 2026$/ }).waitFor();
    expect(await page.getByRole('gridcell').count()).toBe(7);
    await page.getByRole('link', { name: '2 in all' }).click();
    await page.getByText('1 of 2', { exact: true }).waitFor();
    expect(filtered()).toBe('due between "2026-10-12" and "2026-10-18"');
    await page.goBack();
    await page.keyboard.press('PageDown');
    await expect.poll(at).toBe('2026-10-22');
    await expect.poll(async () => (await namesOn('2026-10-22')).length).toBe(19);
    await page.getByRole('link', { name: /^11 more/ }).waitFor();
  });

  it('moves an entry by the keyboard alone, says so, and takes it back', async () => {
    await theCalendar();
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('2026-10-15');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(focused).toBe('2026-10-14');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Kettles');
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('Lamps');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await page.getByText('Kettles is picked up', { exact: false }).waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('2026-10-16');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Kettles');
    expect(await dueOf('Kettles')).toBe('2026-10-14');

    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn('2026-10-22')).not.toContain('Lamps');
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-22');
    await undo(page, 'Kettles → Thursday 22 October');
    await expect.poll(() => namesOn('2026-10-14')).toEqual(['Kettles', 'Lamps']);

    await day('2026-10-14').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn('2026-10-15')).toEqual(['Kettles']);
    await expect.poll(focused).toBe('Kettles');
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-15');
    await expect.poll(() => toldOf('2026-10-15')).toMatch(/: 1$/);
    await undo(page, 'Kettles → Thursday 15 October');
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-14');
    await expect.poll(() => toldOf('2026-10-14')).toMatch(/: 2$/);
  });

  it('carries an entry into another month', async () => {
    await theCalendar();
    await day('2026-10-31').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.keyboard.press('PageDown');
    await expect.poll(at).toBe('2026-11-30');
    await expect.poll(focused).toBe('2026-11-30');
    await page.keyboard.press('Enter');
    await expect.poll(() => dueOf('Chairs')).toBe('2026-11-30');
    await expect.poll(focused).toBe('Chairs');
    await undo(page, 'Chairs → Monday 30 November');
    await expect.poll(() => dueOf('Chairs')).toBe('2026-10-31');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Pick up an entry; the arrows carry it').waitFor();
    await page.keyboard.press('Escape');
  });

  it('moves twice before the first move is answered', async () => {
    await theCalendar();
    await day('2026-10-14').focus();
    await page.keyboard.press('Enter');
    for (const target of ['2026-10-15', '2026-10-16']) {
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await expect.poll(() => namesOn(target)).toEqual(['Kettles']);
      await expect.poll(focused).toBe('Kettles');
    }
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-16');
    await undo(page, 'Kettles → Friday 16 October');
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-15');
    await expect.poll(() => namesOn('2026-10-15')).toEqual(['Kettles']);
    await day('2026-10-15').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-14');
  });

  it('leaves the focus to whoever goes elsewhere, where the day has no room for the entry', async () => {
    // Made after the others of the day that it goes to, so that it is one of its "more".
    await kith.api('POST', '/deals', { name: 'Zither', due: '2026-10-21' });
    await theCalendar();
    await day('2026-10-21').focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Zither');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('2026-10-22');
    const box = page.getByRole('searchbox');
    await box.click();
    await page.keyboard.type('Bulk 1', { delay: 150 });
    await expect.poll(() => dueOf('Zither')).toBe('2026-10-22');
    await page.keyboard.type('7', { delay: 150 });
    await expect.poll(() => namesOn('2026-10-22')).toEqual(['Bulk 17']);
    expect(await box.inputValue()).toBe('Bulk 17');
    expect(await focused()).toBe('INPUT');
  });

  it('does not turn the month away where an entry is dropped on a day of another that is in sight', async () => {
    await theCalendar();
    await dragTo('Chairs', '2026-11-01');
    await page.mouse.up();
    await expect.poll(() => dueOf('Chairs')).toBe('2026-11-01');
    await expect.poll(() => namesOn('2026-11-01')).toEqual(['Chairs']);
    expect(at()).toBe('2026-10-15');
    await undo(page, 'Chairs → Sunday 1 November');
    await expect.poll(() => dueOf('Chairs')).toBe('2026-10-31');
    await day('2026-10-01').focus();
    await page.keyboard.press('PageDown');
    await expect.poll(at).toBe('2026-11-01');
  });

  it('stays where it cannot be read anew', async () => {
    await theCalendar();
    await page.route('**/api/v1/deals/days?*', route => route.fulfill({ status: 503, body: '' }));
    await dragTo('Kettles', '2026-10-08');
    await page.mouse.up();
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-08');
    await page.waitForTimeout(500);
    expect(await namesOn('2026-10-08')).toEqual(['Kettles']);
    await page.unroute('**/api/v1/deals/days?*');
    await undo(page, 'Kettles → Thursday 8 October');
    await expect.poll(() => namesOn('2026-10-14')).toEqual(['Kettles', 'Lamps']);
  });

  it('offers to export the list where its records are on other days', async () => {
    await page.goto(`${kith.origin}/deals?as=calendar&by=due&at=2031-01-01&filter=due%20is%20present`);
    await page.getByText('Nothing on these days').waitFor();
    const more = page.locator('header').getByRole('button', { name: 'More', exact: true });
    await more.click();
    await page.getByRole('menuitem', { name: 'Export' }).click();
    await page.getByRole('dialog', { name: /Export/ }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('keeps the time of day where the clocks are turned in between', async () => {
    await theCalendar('deals?as=calendar&by=meeting&at=2026-10-23');
    expect(await namesOn('2026-10-23')).toEqual(['09:30Kettles']);
    await day('2026-10-23').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn('2026-10-30')).toEqual(['09:30Kettles']);
    await expect.poll(async () => (await dealOf('Kettles')).meeting).toBe('2026-10-30T07:30:00.000Z');
    await undo(page, 'Kettles → Friday 30 October');
    await expect.poll(async () => (await dealOf('Kettles')).meeting).toBe('2026-10-23T06:30:00.000Z');
  });

  it('is dragged by the mouse, and put back by Escape', async () => {
    await theCalendar();
    await dragTo('Kettles', '2026-10-08');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await namesOn('2026-10-14')).toEqual(['Kettles', 'Lamps']);
    await dragTo('Kettles', '2026-10-08');
    await page.mouse.up();
    await expect.poll(() => namesOn('2026-10-08')).toEqual(['Kettles']);
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-08');
    expect(new URL(page.url()).searchParams.get('peek')).toBeNull();
    await undo(page, 'Kettles → Thursday 8 October');
    await expect.poll(() => namesOn('2026-10-14')).toEqual(['Kettles', 'Lamps']);
  });

  it('takes an entry back that somebody else has changed in the meantime', async () => {
    await theCalendar();
    const { id, version } = await dealOf('Kettles');
    const status = await page.evaluate(
      async ({ path, match }) => {
        const headers = { 'Content-Type': 'application/json', 'X-Kith-Request': '1', 'If-Match': match };
        const body = JSON.stringify({ town: 'Klaipėda' });
        return (await fetch(path, { method: 'PATCH', headers, body })).status;
      },
      { path: `/api/v1/deals/${id}`, match: `"${version}"` },
    );
    expect(status).toBe(200);
    await day('2026-10-14').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await until(async () => (await namesOn('2026-10-14')).length === 2, 'the entry back on its day');
    await expect.poll(() => toldOf('2026-10-14')).toMatch(/: 2$/);
    await expect.poll(() => namesOn('2026-10-15')).toEqual([]);
    expect(await dueOf('Kettles')).toBe('2026-10-14');
  });

  it('is searched, filtered and kept as a view', async () => {
    await page.goto(`${kith.origin}/${october}&filter=${encodeURIComponent('town is present')}`);
    await page.getByRole('link', { name: '3 in all' }).waitFor();
    await page.getByRole('link', { name: '3 in all' }).click();
    await page.getByText('1 of 3', { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Save as a view' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name of the view').fill('Deadlines');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Deadlines' }).waitFor();
    await page.goto(`${kith.origin}/deals`);
    await page.getByRole('grid').waitFor();
    await page.getByRole('link', { name: 'Deadlines' }).click();
    await page.getByRole('grid', { name: 'Deals by the day of Due' }).waitFor();
    expect(filtered()).toBe('town is present');
    expect(await page.getByRole('button', { name: 'Save the changes' }).count()).toBe(0);
    await theCalendar();
    await page.keyboard.press('/');
    await page.keyboard.type('lamps');
    await page.getByRole('link', { name: '1 in all' }).waitFor();
    expect(await namesOn('2026-10-14')).toEqual(['Lamps']);
  });

  it('shows a record at its side, and has nothing that axe finds fault with', async () => {
    await theCalendar(`${october}&columns=town`);
    expect(await namesOn('2026-10-14')).toEqual(['KettlesKlaipėda', 'LampsKaunas']);
    await entry('Lamps').click();
    const panel = page.getByRole('complementary', { name: 'Selected record' });
    await panel.getByRole('link', { name: 'Lamps' }).waitFor();
    await panel.getByRole('button', { name: 'Previous row' }).click();
    await panel.getByRole('link', { name: 'Kettles' }).waitFor();
    for (const path of [october, `${october}&span=week`]) {
      await theCalendar(path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await faultsOf(page)).toEqual([]);
      }
    }
  });

  it('tells what it cannot show, and goes by another field', async () => {
    await page.goto(`${kith.origin}/deals?as=calendar&by=horn&at=2026-10-15`);
    await page.getByText('The field of the days is not there').waitFor();
    await page.getByRole('button', { name: 'Due', exact: true }).click();
    await entry('Kettles').waitFor();
  });

  it('only shows to whom the field is not theirs to change', async () => {
    const status = await page.evaluate(async () => {
      const headers = { 'Content-Type': 'application/json', 'X-Kith-Request': '1' };
      const body = JSON.stringify({ role: 'read_only' });
      return (await fetch('/api/v1/session/role', { method: 'PUT', headers, body })).status;
    });
    expect(status).toBeLessThan(300);
    await theCalendar();
    await page.getByText('Read-only').waitFor();
    await day('2026-10-14').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await namesOn('2026-10-14')).toEqual(['Kettles', 'Lamps']);
    expect(await dueOf('Kettles')).toBe('2026-10-14');
  });

  it('is a list of days on a phone, where a finger takes an entry', async () => {
    const { page: small } = await openAs(kith, browser, administrator, phone);
    await small.goto(`${kith.origin}/${october}`);
    await entry('Kettles', small).waitFor();
    expect(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await faultsOf(small)).toEqual([]);
    const from = (await entry('Kettles', small).boundingBox())!;
    const target = (await day('2026-10-22', small).boundingBox())!;
    const session = await small.context().newCDPSession(small);
    const touch = (type: string, x?: number, y?: number) =>
      session.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: x === undefined ? [] : [{ x, y: y! }],
      });
    await touch('touchStart', from.x + 60, from.y + 15);
    await small.waitForTimeout(500);
    await touch('touchMove', 120, target.y + 30);
    await touch('touchMove', 122, target.y + 31);
    await touch('touchEnd');
    await expect.poll(() => dueOf('Kettles')).toBe('2026-10-22');
    await entry('Lamps', small).focus();
    await small.keyboard.press('Space');
    await expect.poll(() => new URL(small.url()).pathname).toContain('/deals/');
    await small.goBack();
    await entry('Lamps', small).tap();
    await expect.poll(() => new URL(small.url()).pathname).toContain('/deals/');
  });

  it('leaves no complaint behind', () => {
    expect(complaints).toEqual([]);
  });
});
