/** Filters put together in words and typed, kept as views: against the server's own rule language. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, openAs, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  const { id: berzas } = await kith.api<{ id: string }>('POST', '/companies', {
    name: 'UAB Beržas',
    country: 'LT',
  });
  for (const person of [
    {
      given_name: 'Ona',
      family_name: 'Žagarė',
      stage: 'customer',
      company: berzas,
    },
    { given_name: 'Kari', family_name: 'Nilsen', stage: 'prospect' },
    { given_name: 'Ольга', family_name: 'Соколова', stage: 'lost' },
  ])
    await kith.api('POST', '/people', person);
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const names = () => page.locator('td[data-field=name]').allInnerTexts();
const theList = async () => {
  await page.goto(`${kith.origin}/people?sort=name`);
  await page.getByRole('grid').waitFor();
};
const filter = () => new URL(page.url()).searchParams.get('filter');
const form = () => page.getByRole('dialog');
const typing = async () => {
  await page.getByRole('button', { name: 'Write the filter as text' }).press('Enter');
  const area = page.getByRole('textbox', { name: 'Filter as text' });
  await expect.poll(() => area.evaluate(box => box === document.activeElement)).toBe(true);
};

describe('a filter', () => {
  it('is put together in words, looks past accents, and reads as a sentence', async () => {
    await theList();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await form().getByLabel('Field').selectOption('name');
    await form().getByLabel('Value').fill('zagare');
    await form().getByRole('button', { name: 'Apply' }).click();
    await expect.poll(names).toEqual(['Ona Žagarė']);
    expect(filter()).toBe('name contains "zagare"');

    await page.getByRole('button', { name: 'Name contains “zagare”', exact: true }).click();
    await form().getByRole('button', { name: 'Or…' }).click();
    await form().getByLabel('Field').selectOption('stage');
    await form().getByLabel('Prospect').check();
    await form().getByRole('button', { name: 'Apply' }).click();
    await expect.poll(names).toEqual(['Kari Nilsen', 'Ona Žagarė']);
    expect(filter()).toBe('name contains "zagare" or stage = "prospect"');

    await page.getByLabel('How the conditions hold together').selectOption('none');
    await expect.poll(names).toEqual(['Ольга Соколова']);
    await page.getByRole('button', { name: /^Remove the filter: Stage/ }).click();
    await expect.poll(filter).toBe('name not contains "zagare"');
  });

  it('reaches one step behind a relation', async () => {
    await theList();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await form().getByLabel('Field').selectOption('company.country');
    await form().getByLabel('Value').selectOption({ label: 'Lithuania' });
    await form().getByRole('button', { name: 'Apply' }).click();
    await expect.poll(names).toEqual(['Ona Žagarė']);
    await page.getByText('Company › Country is Lithuania').waitFor();
  });

  it('is typed by keyboard alone, with what fits offered and what is wrong told', async () => {
    await theList();
    await typing();
    await page.keyboard.type('contry = "LT"');
    await page.getByText('There is no such field').waitFor();
    await page.getByText('Did you mean country?').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('stage = "cu');
    await page.getByRole('option', { name: '"customer"' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('and created_at = today');
    await expect.poll(() => page.getByRole('button', { name: 'Apply' }).isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
    await typing();
    await page.keyboard.type('stage = "customer" and created_at = today');
    await expect.poll(() => page.getByRole('button', { name: 'Apply' }).isEnabled()).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(names).toEqual(['Ona Žagarė']);
    await page.getByText('Created is today').waitFor();
  });
});

describe('a view', () => {
  it('keeps filter, order and columns, is shared, deleted and taken back', async () => {
    await theList();
    await page.getByRole('button', { name: 'Columns' }).click();
    await form().getByRole('checkbox', { name: 'E-mail' }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save as a view' }).click();
    await form().getByLabel('Name of the view').fill('By name');
    await form().getByRole('button', { name: 'Save' }).click();
    const tab = page.getByRole('link', { name: 'By name' });
    await tab.waitFor();
    expect(await tab.getAttribute('aria-current')).toBeTruthy();
    const known = page.getByRole('link', { name: 'Known', exact: true });
    expect(await known.getAttribute('aria-current')).toBeNull();

    await page.goto(`${kith.origin}/people`);
    await tab.click();
    await expect.poll(names).toEqual(['Kari Nilsen', 'Ona Žagarė', 'Ольга Соколова']);
    expect(await page.getByRole('columnheader', { name: 'E-mail' }).count()).toBe(0);

    await page.getByRole('separator', { name: 'Width of the column Name' }).press('ArrowRight');
    await page.getByRole('button', { name: 'Save the changes' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Save the changes' }).count()).toBe(0);

    const menu = async (item: string) => {
      await page.getByRole('button', { name: 'What to do with this view' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const showTo = async (who: string) => {
      await menu('Name and who sees it');
      await form().getByLabel('Who sees it').selectOption(who);
      await form().getByRole('button', { name: 'Save' }).click();
      await expect.poll(() => form().count()).toBe(0);
    };
    await kith.api('POST', '/teams', { name: 'Shop', members: [] });
    await page.reload();
    await tab.waitFor();
    await showTo('The team Shop');
    await page.locator('a[title="Shared with the team Shop"]').waitFor();
    await showTo('Everybody');
    await page.locator('a[title="Shared with everybody"]').waitFor();
    await menu('Delete the view');
    await expect.poll(() => tab.count()).toBe(0);
    await undo(page, 'is deleted');
    await tab.waitFor();
  });

  it('leaves no complaint behind', () => {
    expect(complaints).toEqual([]);
  });
});
