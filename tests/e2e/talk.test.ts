/** Working together by keyboard: a comment that mentions a colleague, who is told, or is told apart; watched records; favourites. */
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
} from './support.ts';

const kari = { name: 'Kari Nilsen', email: 'kari@example.com', password: 'linden tree 1984' };
const petras = { name: 'Petras', email: 'petras@example.com', password: 'linden tree 1984' };

let kith: Kith, browser: Browser, page: Page, complaints: string[];
let company: { id: string; version: number };
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('PUT', '/roles/read_only/rows/company', { rule: 'name = "Nothing"' });
  await kith.api('POST', '/users', { ...kari, role: 'member' });
  await kith.api('POST', '/users', { ...petras, role: 'read_only' });
  company = await kith.api('POST', '/companies', { name: 'Beržas' });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const comments = () => page.getByRole('complementary', { name: 'Comments' });
const box = () => comments().getByRole('textbox', { name: 'Comment' });

describe('a comment', () => {
  it('is written by keyboard and mentions a colleague by completion', async () => {
    await page.goto(`${kith.origin}/companies/${company.id}`);
    await page.getByRole('button', { name: 'Comments', exact: true }).waitFor();
    await page.keyboard.press('m');
    await page.waitForURL('**#comments');
    await expect.poll(() => box().evaluate(element => element === document.activeElement)).toBe(true);
    await page.keyboard.type('They pay late. @kar');
    await page.getByRole('option', { name: 'Kari Nilsen' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => box().inputValue()).toBe('They pay late. @Kari Nilsen ');
    await page.keyboard.type('is it so?');
    await page.keyboard.press('Enter');
    await comments().getByText('They pay late.').waitFor();
    await expect.poll(() => box().inputValue()).toBe('');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('says before it is sent who cannot see the record and so is not told', async () => {
    await box().pressSequentially('@Pet');
    await page.getByRole('option', { name: /Petras/ }).waitFor();
    await page.getByText('cannot see this record').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('should know');
    await comments().getByText('Petras cannot see this record and will not be told.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await comments().getByTitle('Petras could not see this record and was not told.').waitFor();
    const opened = await openAs(kith, browser, petras);
    await opened.page.goto(`${kith.origin}/inbox`);
    await opened.page.getByRole('heading', { name: 'You have read everything' }).waitFor();
    expect(await faultsOf(opened.page)).toEqual([]);
    await opened.page.context().close();
  });

  it('is changed and deleted by who wrote it, and comes back', async () => {
    await comments().getByRole('button', { name: 'What to do with the comment' }).first().press('Enter');
    await page.getByRole('menuitem', { name: 'Edit the comment' }).press('Enter');
    const edited = comments().getByRole('textbox', { name: 'Edit the comment' });
    await edited.fill('Petras need not know');
    await edited.press('Enter');
    await comments().getByText('Petras need not know').waitFor();
    await comments().getByText('edited').waitFor();
    await comments().getByRole('button', { name: 'What to do with the comment' }).first().press('Enter');
    await page.getByRole('menuitem', { name: 'Delete the comment' }).press('Enter');
    await comments().getByText('Petras need not know').waitFor({ state: 'detached' });
    await undo(page, 'Comment deleted');
    await comments().getByText('Petras need not know').waitFor();
    await box().focus();
    await page.keyboard.press('Escape');
    await comments().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Comments: 2' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('for you', () => {
  it('counts what is unread, opens it at its place, and tells what changed of a watched record in one line', async () => {
    const opened = await openAs(kith, browser, kari);
    const theirs = opened.page;
    await theirs.goto(kith.origin);
    await theirs.getByRole('link', { name: /For you.*unread: 1/ }).waitFor();
    await theirs.keyboard.press('g');
    await theirs.keyboard.press('f');
    await theirs.waitForURL('**/inbox');
    await theirs.getByText('Ona Kazlaitė mentioned you').waitFor();
    expect(await faultsOf(theirs)).toEqual([]);
    await theirs.keyboard.press('Enter');
    await theirs.waitForURL(`**/companies/${company.id}#comment-*`);
    await theirs.getByRole('complementary', { name: 'Comments' }).getByText('They pay late.').waitFor();
    await expect.poll(() => theirs.getByRole('link', { name: /unread/ }).count()).toBe(0);
    await theirs.keyboard.press('Escape');
    await theirs.keyboard.press('w');
    await theirs.getByRole('button', { name: 'Stop watching' }).waitFor();

    for (const [city, version] of [
      ['Vilnius', 1],
      ['Kaunas', 2],
    ] as const) {
      const { name, value } = await kith.cookieOf(administrator.email, administrator.password);
      const answer = await fetch(`${kith.origin}/api/v1/companies/${company.id}`, {
        method: 'PATCH',
        headers: {
          Cookie: `${name}=${value}`,
          'X-Kith-Request': '1',
          'Content-Type': 'application/json',
          'If-Match': `"${version}"`,
        },
        body: JSON.stringify(version === 1 ? { city } : { city, country: 'LT' }),
      });
      expect(answer.status).toBe(200);
    }
    await theirs.goto(`${kith.origin}/inbox`);
    await theirs.getByText(/Ona Kazlaitė changed: .*, /).waitFor({ timeout: 40_000 });
    expect(await theirs.locator('li[id^=entry-]').count()).toBe(1);
    await theirs.getByRole('button', { name: 'Mark all as read' }).press('Enter');
    await theirs.getByRole('heading', { name: 'You have read everything' }).waitFor();
    await undo(theirs, '1 marked as read');
    await theirs.getByText(/Ona Kazlaitė changed/).waitFor();
    await theirs.keyboard.press('x');
    await theirs.getByRole('heading', { name: 'You have read everything' }).waitFor();
    await theirs.getByRole('button', { name: 'Show what you have read' }).press('Enter');
    await theirs.waitForURL('**/inbox?all=true');
    await expect.poll(() => theirs.locator('li[id^=entry-]').count()).toBe(2);
    expect(await faultsOf(theirs)).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await theirs.context().close();
  }, 90_000);
});

describe('favourites', () => {
  it('are starred on a page and in a list, and are at hand in the column and the palette', async () => {
    await page.goto(`${kith.origin}/companies`);
    await page.getByRole('link', { name: 'Beržas' }).waitFor();
    await page.keyboard.press('s');
    const column = page.getByRole('navigation', { name: 'Places' });
    await column.getByRole('link', { name: 'Beržas' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(kith.origin);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('favou');
    await page.getByRole('option', { name: 'Favourite: Beržas' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/companies/${company.id}`);
    await page.getByRole('button', { name: 'Remove from favourites' }).press('Enter');
    await column.getByRole('link', { name: 'Beržas' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('and comments fit a phone', async () => {
    const opened = await openAs(kith, browser, administrator, phone);
    await opened.page.goto(`${kith.origin}/companies/${company.id}#comments`);
    await opened.page.getByRole('complementary', { name: 'Comments' }).getByText('They pay late.').waitFor();
    expect(await faultsOf(opened.page)).toEqual([]);
    await opened.page.getByRole('button', { name: 'Close' }).click();
    await opened.page.getByRole('button', { name: 'More' }).last().click();
    await opened.page.getByRole('menuitem', { name: 'Add to favourites' }).click();
    await opened.page.getByRole('link', { name: /^For you/ }).click();
    await opened.page.waitForURL('**/inbox');
    expect(await faultsOf(opened.page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });
});
