/** Tags: found and added by keys alone in the list, on the record and in a new one, undone, in a file, and on a phone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, phone, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  for (const name of ['Beržas', 'Oslo Interiør', 'Tamm']) await kith.api('POST', '/companies', { name });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

interface Answer {
  data: { name: string; fields: { name: string; choices?: { label: Record<string, string> }[] }[] }[];
}
/** The words of every tag of companies. */
async function tags(): Promise<string[]> {
  const { data } = await kith.api<Answer>('GET', '/objects');
  const field = data.find(({ name }) => name === 'company')?.fields.find(({ name }) => name === 'tags');
  return (field?.choices ?? []).map(({ label }) => label.en ?? '');
}
const box = (on: Page = page) => on.getByRole('combobox', { name: 'Tags', exact: true });
const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const tagCell = (name: string) => row(name).locator('td[data-field=tags]');

describe('tags', () => {
  it('are added and found by keys alone', async () => {
    await page.goto(`${kith.origin}/companies?columns=name,tags,city`);
    await tagCell('Beržas').dblclick();
    await box().waitFor();
    await page.keyboard.type('Fair 2026');
    await page.getByRole('option', { name: 'Add “Fair 2026”' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.type('VIP,');
    await page.keyboard.press('Enter');
    await expect.poll(() => tagCell('Beržas').innerText()).toMatch(/Fair 2026\s*VIP/);
    await expect.poll(tags).toEqual(['Fair 2026', 'VIP']);
    // Another record gets one of them, whatever the case.
    await tagCell('Tamm').dblclick();
    await box().waitFor();
    await page.keyboard.type('fáir 2026');
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Fair 2026']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => tagCell('Tamm').innerText()).toBe('Fair 2026');
    expect(await tags()).toEqual(['Fair 2026', 'VIP']);
  });

  it('given up leave nothing behind, and undone they go where nobody has them', async () => {
    await tagCell('Oslo').dblclick();
    await box().waitFor();
    await page.keyboard.type('Typo');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await box().waitFor({ state: 'detached' });
    expect(await tags()).toEqual(['Fair 2026', 'VIP']);
    await tagCell('Oslo').dblclick();
    await box().waitFor();
    await page.keyboard.type('Typo');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(tags).toEqual(['Fair 2026', 'VIP', 'Typo']);
    await undo(page, 'Tags saved');
    await expect.poll(tags).toEqual(['Fair 2026', 'VIP']);
    await expect.poll(() => tagCell('Oslo').innerText()).toBe('–');
  });

  it('stand in a new record and are taken out of it again', async () => {
    await page.goto(`${kith.origin}/companies?new=true`);
    await page.getByRole('dialog').getByLabel('Name').fill('Linden');
    await box().focus();
    await page.keyboard.type('vi');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Supplier');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('Partner');
    await page.keyboard.press('Enter');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/companies\/[0-9a-f-]{36}/);
    const main = page.getByRole('main');
    await expect.poll(() => main.innerText()).toMatch(/VIP\s*Partner/);
    await expect.poll(tags).toEqual(['Fair 2026', 'VIP', 'Partner']);
  });

  it('are seen by whoever looks at the list already', async () => {
    const other = await openAs(kith, browser);
    await other.page.goto(`${kith.origin}/companies?columns=name,tags`);
    await other.page.getByText('Beržas').waitFor();
    const { value } = await kith.api<{ value: string }>('POST', '/objects/company/fields/tags/choices', {
      label: { en: 'Late comer' },
    });
    await kith.api('POST', '/companies', { name: 'Anker', tags: [value] });
    await other.page.getByRole('searchbox').first().fill('Anker');
    await other.page.getByText('Late comer').waitFor();
    expect(other.complaints).toEqual([]);
    await other.page.context().close();
  });

  it('are added with a finger', async () => {
    const small = await openAs(kith, browser, undefined, phone);
    await small.page.goto(`${kith.origin}/companies`);
    await small.page.getByText('Tamm').first().click();
    await small.page.getByRole('button', { name: 'Edit: Tags' }).click();
    await box(small.page).fill('From a phone');
    expect(await faultsOf(small.page)).toEqual([]);
    await small.page.getByRole('option', { name: 'Add “From a phone”' }).click();
    await box(small.page).press('Enter');
    await small.page.getByText('From a phone').waitFor();
    await expect.poll(tags).toContain('From a phone');
    await small.page.context().close();
  });

  it('are added to many beside what each has, and undone together', async () => {
    await page.goto(`${kith.origin}/companies?columns=name,tags,city`);
    await tagCell('Beržas').waitFor();
    await page.getByRole('checkbox', { name: 'Select all that match' }).click();
    await page.getByRole('button', { name: 'Edit fields' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Add a field…').selectOption('tags');
    await box().waitFor();
    await page.keyboard.type('Autumn');
    await page.keyboard.press('Enter');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect.poll(() => tagCell('Beržas').innerText()).toMatch(/Fair 2026\s*VIP\s*Autumn/);
    await expect.poll(() => tagCell('Oslo').innerText()).toBe('Autumn');
    expect(await tags()).toContain('Autumn');
    await undo(page, 'records changed');
    await expect.poll(() => tagCell('Oslo').innerText()).toBe('–');
    await expect.poll(tags).not.toContain('Autumn');
  });

  it('are a switch of any field with choices', async () => {
    await page.goto(`${kith.origin}/settings/objects/company`);
    await page.getByRole('button', { name: 'New field' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What it is called').fill('Topics');
    await dialog.getByLabel('What it holds').selectOption('choice');
    await dialog.getByLabel('Open: choices can be added while editing').check();
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add field' }).click();
    await expect.poll(() => dialog.count()).toBe(0);
    await page.goto(`${kith.origin}/companies?new=true`);
    await dialog.getByRole('combobox', { name: 'Topics' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
