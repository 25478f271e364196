import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, openAs, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
const companies = ['Ąžuolas', 'Beržas', 'Cedras', 'Drebulė', 'Eglė'];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/companies/bulk-create', {
    records: companies.map(name => ({ name, city: 'Kaunas' })),
  });
  for (const [given_name, birth_date] of [
    ['Ona', '1980-01-02'],
    ['Jonas', '1990-03-04'],
  ])
    await kith.api('POST', '/people', {
      given_name,
      birth_date,
      email: 'office@example.com',
    });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const names = () => page.locator('td[data-field=name]').allInnerTexts();
const cities = () => page.locator('td[data-field=city]').allInnerTexts();
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

describe('many records at once', () => {
  it('are chosen one by one, in a stretch, or all that match', async () => {
    await page.goto(`${kith.origin}/companies?sort=name`);
    await expect.poll(names).toEqual(companies);
    await press('x', 'j', 'j', 'x');
    await page.getByText('2 selected').waitFor();
    await press('Shift+J');
    await page.getByText('3 selected').waitFor();
    await press('Escape');
    const boxes = page.getByRole('grid').locator('tbody input[type=checkbox]');
    await boxes.nth(1).click();
    await boxes.nth(3).click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    await page.getByRole('button', { name: 'Select all that match: 5' }).click();
    await page.getByText('All that match are selected: 5').waitFor();
    await press('Escape');
    await page.getByText('All that match are selected').waitFor({ state: 'detached' });
  });

  it('have a field set and another cleared, and go back together', async () => {
    await press('Control+a', 'Control+e');
    const form = page.getByRole('dialog', { name: 'Edit all that match' });
    await form.getByLabel('Add a field…').selectOption({ label: 'City' });
    await form.getByRole('textbox', { name: 'City' }).fill('Vilnius');
    await press('Enter');
    await form.getByRole('button', { name: 'Edit: City' }).getByText('Vilnius').waitFor();
    await form.getByLabel('Add a field…').selectOption({ label: 'Industry' });
    await form.getByRole('button', { name: 'Clear' }).last().click();
    await form.getByText('Will be cleared').waitFor();
    await form.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText('5 records changed').waitFor();
    await expect.poll(cities).toEqual(Array(5).fill('Vilnius'));
    await undo(page, '5 records changed');
    await expect.poll(cities).toEqual(Array(5).fill('Kaunas'));
  });

  it('are deleted by a key, stand in the trash, and are restored', async () => {
    await press('x', 'j', 'x', 'Delete');
    await expect.poll(names).toHaveLength(3);
    await page.getByText('2 records moved to the trash').waitFor();
    await press('g', 't');
    await page.waitForURL('**/companies/trash');
    await expect.poll(names).toHaveLength(2);
    await page.getByText('Ona Kazlaitė').first().waitFor();
    await press('x', 'r');
    await page.getByText('1 record restored').waitFor();
    await expect.poll(names).toHaveLength(1);
    await press('Control+a', 'r');
    await page.getByText('The trash is empty').waitFor();
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await expect.poll(names).toHaveLength(5);
  });

  it('go for good from the trash, asked once more, and only they', async () => {
    await press('x', 'j', 'x', 'Delete');
    await page.getByText('2 records moved to the trash').waitFor();
    await press('g', 't');
    await page.waitForURL('**/companies/trash');
    await expect.poll(names).toHaveLength(2);
    await press('x', 'Delete');
    const asked = page.getByRole('dialog', { name: 'Delete 1 record for good?' });
    await asked.getByText('This cannot be undone.').waitFor();
    await press('Enter'); // Cancel has the focus
    await asked.waitFor({ state: 'detached' });
    await expect.poll(names).toHaveLength(2);
    await press('Control+a', 'Delete');
    const all = page.getByRole('dialog', { name: 'Empty the trash?' });
    await all.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('2 records deleted for good').waitFor();
    await page.getByText('The trash is empty').waitFor();
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await expect.poll(names).toHaveLength(3);
  });

  it('of people who may be one are compared, kept apart and joined by keys', async () => {
    await page.goto(`${kith.origin}/people`);
    await page.getByRole('grid').waitFor();
    await press('g', 'd');
    await page.waitForURL('**/people/duplicates');
    const pair = page.getByRole('region', { name: 'The pair' });
    await pair.getByText('Somebody with another name and birth date').waitFor();
    await pair.getByText('What they will be together').waitFor();
    await press('n');
    await page.getByText('Nobody to compare').waitFor();
    await undo(page, 'Kept apart');
    await pair.getByRole('link', { name: 'Ona', exact: true }).waitFor();
    await press('s');
    await expect.poll(() => pair.getByRole('link').allInnerTexts()).toEqual(['Jonas', 'Ona']);
    await press('y');
    await page.getByText('Nobody to compare').waitFor();
    await page.goto(`${kith.origin}/people`);
    await expect.poll(names).toHaveLength(1);
  });

  it('leave no complaint on the console', () => expect(complaints).toEqual([]));
});
