/** Tags: found and added by keys alone in the list, on the record and in a new one, pasted, undone, and with a finger. */
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
/** Puts a text into the box as the clipboard does. */
const paste = (text: string) =>
  box().evaluate((input, words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', words);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
/** Opens the box over the tags of a company. */
async function edit(name: string) {
  await tagCell(name).dblclick();
  await box().waitFor();
}
const box = (on: Page = page) => on.getByRole('combobox', { name: 'Tags', exact: true });
const isFocused = (element: Element) => element === document.activeElement;
const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const tagCell = (name: string) => row(name).locator('td[data-field=tags]');

describe('tags', () => {
  it('are added and found by keys alone', async () => {
    await page.goto(`${kith.origin}/companies?columns=name,tags,city`);
    await edit('Beržas');
    await page.keyboard.type('Fair 2026');
    await page.getByRole('option', { name: 'Add “Fair 2026”' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.type('VIP,');
    await page.keyboard.press('Enter');
    await expect.poll(() => tagCell('Beržas').innerText()).toMatch(/Fair 2026\s*VIP/);
    await expect.poll(tags).toEqual(['Fair 2026', 'VIP']);
    // Another record gets one of them, whatever the case.
    await edit('Tamm');
    await page.keyboard.type('fáir 2026');
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Fair 2026']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => tagCell('Tamm').innerText()).toBe('Fair 2026');
    expect(await tags()).toEqual(['Fair 2026', 'VIP']);
  });

  it('are what was typed, whole, until the arrows choose another', async () => {
    await edit('Tamm');
    await page.keyboard.type('vi');
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Add “vi”', 'VIP']);
    await page.keyboard.press('Escape');
    expect(await box().inputValue()).toBe('');
    await page.keyboard.type('vi');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('option', { selected: true }).innerText()).toBe('VIP');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => tagCell('Tamm').innerText()).toMatch(/Fair 2026\s*VIP/);
    expect(await tags()).toEqual(['Fair 2026', 'VIP']);
  });

  it('are taken out by keys alone, and said so', async () => {
    await edit('Tamm');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.getByRole('button', { name: 'Take out Fair 2026' }).evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Taken out: Fair 2026' }).waitFor({ state: 'attached' });
    expect(await box().evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => tagCell('Tamm').innerText()).toBe('VIP');
  });

  it('are kept by Tab and by a press elsewhere', async () => {
    await edit('Tamm');
    await page.keyboard.type('fair 2026');
    await page.keyboard.press('Tab');
    await expect.poll(() => tagCell('Tamm').innerText()).toMatch(/Fair 2026\s*VIP/);
    await page.keyboard.press('Escape');
    await edit('Oslo');
    await page.keyboard.type('vip');
    await page.getByRole('searchbox').first().click();
    await expect.poll(() => tagCell('Oslo').innerText()).toBe('VIP');
    expect(await tags()).toEqual(['Fair 2026', 'VIP']);
  });

  it('given up leave nothing behind; undone they are off the record and still offered', async () => {
    await edit('Oslo');
    await page.keyboard.type('Typo');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await box().waitFor({ state: 'detached' });
    expect(await tags()).toEqual(['Fair 2026', 'VIP']);
    await edit('Oslo');
    await page.keyboard.type('Winter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(tags).toEqual(['Fair 2026', 'VIP', 'Winter']);
    await expect.poll(() => tagCell('Oslo').innerText()).toMatch(/VIP\s*Winter/);
    await undo(page, 'Tags saved');
    await expect.poll(() => tagCell('Oslo').innerText()).toBe('VIP');
    expect(await tags()).toEqual(['Fair 2026', 'VIP', 'Winter']);
    await edit('Oslo');
    await page.getByRole('option', { name: 'Winter' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('are pasted and typed without keys, several at once', async () => {
    await edit('Oslo');
    await paste('Anna, vip;Berta\nanna');
    // As the keyboard of a phone does it, which tells no keys.
    await box().fill('Carla,');
    await page.keyboard.press('Enter');
    await expect.poll(() => tagCell('Oslo').innerText()).toMatch(/VIP\s*Anna\s*Berta\s*Carla/);
    await expect.poll(tags).toEqual(['Fair 2026', 'VIP', 'Winter', 'Anna', 'Berta', 'Carla']);
  });

  it('stand in a new record and are taken out of it again; what is typed yet is created with it', async () => {
    await page.goto(`${kith.origin}/companies?new=true`);
    await page.getByRole('dialog').getByLabel('Name').fill('Linden');
    await box().focus();
    await page.keyboard.type('VIP');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Supplier');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('Partner');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/companies\/[0-9a-f-]{36}/);
    const main = page.getByRole('main');
    await expect.poll(() => main.innerText()).toMatch(/VIP\s*Partner/);
    expect(await tags()).toContain('Partner');
    expect(await tags()).not.toContain('Supplier');
  });

  it('that were taken out of the field are shown as they are, and made again by nobody', async () => {
    const { value } = await kith.api<{ value: string }>('POST', '/objects/company/fields/tags/choices', {
      label: { en: 'Out of use' },
    });
    await kith.api('POST', '/companies', { name: 'Orphan', tags: [value] });
    await kith.api('PATCH', '/objects/company/fields/tags', { remove_choices: [value] });
    await page.goto(`${kith.origin}/companies?columns=name,tags,city`);
    await expect.poll(() => tagCell('Orphan').innerText()).toBe(value);
    await edit('Orphan');
    await page.keyboard.type('VIP');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText(`Left out, as the field no longer offers it: ${value}`).waitFor();
    await expect.poll(() => tagCell('Orphan').innerText()).toBe('VIP');
    expect(await tags()).not.toContain('Out of use');
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
    await expect.poll(() => tagCell('Orphan').innerText()).toMatch(/VIP\s*Autumn/);
    await undo(page, 'records changed');
    await expect.poll(() => tagCell('Orphan').innerText()).toBe('VIP');
    await expect.poll(() => tagCell('Beržas').innerText()).toMatch(/Fair 2026\s*VIP$/);
    expect(await tags()).toContain('Autumn');
  });

  it('are taken out by an administrator while somebody adds another, which stays', async () => {
    await page.goto(`${kith.origin}/settings/objects/company`);
    await page.locator('li[data-field=tags] button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Remove Autumn' }).click();
    await kith.api('POST', '/objects/company/fields/tags/choices', { label: { en: 'Meanwhile' } });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => dialog.count()).toBe(0);
    expect(await tags()).not.toContain('Autumn');
    expect(await tags()).toEqual(expect.arrayContaining(['Fair 2026', 'VIP', 'Winter', 'Meanwhile']));
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
