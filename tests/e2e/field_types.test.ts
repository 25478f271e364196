/** Fields of the less usual types: made, filled in, read, filtered by, and turned into another type. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, startSetUpKith } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', {
    label: { en: 'Contract' },
    label_plural: { en: 'Contracts' },
    fields: [
      { label: { en: 'Value' }, type: 'money', is_sortable: true },
      {
        label: { en: 'Extras' },
        type: 'multi_choice',
        choices: [{ label: { en: 'Support' }, color: 'blue' }, { label: { en: 'Training' } }],
      },
      { label: { en: 'Calls at' }, type: 'time' },
      { label: { en: 'Law of' }, type: 'country' },
      { label: { en: 'Keeper' }, type: 'user' },
      { label: { en: 'Size' }, type: 'text' },
      { label: { en: 'Terms' }, type: 'json' },
    ],
  });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const dialog = () => page.getByRole('dialog');
const cell = (field: string) => page.locator(`td[data-field=${field}]`).first();
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('fields of every type', () => {
  it('are added by an administrator', async () => {
    await page.goto(`${kith.origin}/settings/objects/contract`);
    await page.getByRole('button', { name: 'New field' }).click();
    await dialog().getByLabel('What it is called').fill('Share');
    await dialog().getByLabel('What it holds').selectOption('decimal');
    await dialog().getByLabel('Digits after the point').selectOption('3');
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Add field' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
  });

  it('are filled in, and what does not fit is said beside them', async () => {
    await page.goto(`${kith.origin}/contracts?new=true`);
    await dialog().getByLabel('Name').fill('Linden and Berg');
    await dialog().getByLabel('Value').fill('1 234,567');
    await dialog().getByLabel('Currency').selectOption('NOK');
    await dialog().getByLabel('Training').check();
    await dialog().getByLabel('Support').check();
    await dialog().getByLabel('Calls at').fill('09:30');
    await dialog().getByLabel('Law of').selectOption({ label: 'Norway' });
    await dialog().getByLabel('Keeper').selectOption({ label: 'Ona Kazlaitė' });
    await dialog().getByLabel('Size').fill('large');
    await dialog().getByLabel('Share').fill('0,125');
    await dialog().getByRole('button', { name: 'Create' }).click();
    await dialog().getByText('Has too many digits after the point').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByLabel('Value').fill('1 234,5');
    await dialog().getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/contracts\/[0-9a-f-]{36}/);
    for (const text of ['NOK 1,234.50', '0.125', 'Support', 'Training', '09:30', 'Norway', 'Ona Kazlaitė'])
      await expect.poll(async () => plain(await page.getByRole('main').innerText())).toContain(text);
  });

  it('say where a mistake in JSON is, and show it indented', async () => {
    await page.getByRole('button', { name: /empty field/ }).click();
    await page.getByRole('button', { name: 'Edit: Terms' }).click();
    await page.getByLabel('Terms').fill('{"late": null,\n  "days": 30,}');
    await page.getByText('Look at line 2, character 14.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Terms').fill('{"late": null, "days": 30.0}');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.locator('pre').innerText()).toBe('{\n  "days": 30,\n  "late": null\n}');
  });

  it('are edited where they stand', async () => {
    await page.goto(`${kith.origin}/contracts`);
    await cell('value').dblclick();
    await page.locator('[data-editor]').getByLabel('Value').fill('99');
    await page.keyboard.press('Tab');
    await page.locator('[data-editor]').getByLabel('Currency').selectOption('EUR');
    await page.keyboard.press('Enter');
    await expect.poll(async () => plain(await cell('value').innerText())).toBe('€99.00');
    await cell('extras').dblclick();
    await page.locator('[data-editor]').getByLabel('Training').uncheck();
    await page.keyboard.press('Enter');
    await expect.poll(() => cell('extras').innerText()).toBe('Support');
  });

  it('are filtered by in words', async () => {
    await page.goto(`${kith.origin}/contracts`);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await dialog().getByLabel('Field').selectOption('value');
    await dialog().getByLabel('Condition').selectOption('above');
    await dialog().getByLabel('Value').fill('50');
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Apply' }).click();
    const filter = () => new URL(page.url()).searchParams.get('filter');
    await expect.poll(filter).toBe('value > 50 EUR');
    await page.getByRole('button', { name: 'Value is above €50.00', exact: true }).waitFor();
    await expect.poll(() => page.locator('td[data-field=name]').count()).toBe(1);
  });

  it('become another type, and nothing goes unasked', async () => {
    await page.goto(`${kith.origin}/settings/objects/contract`);
    await page.locator('li[data-field=size] button').first().click();
    await dialog().getByRole('button', { name: 'Change what it holds' }).click();
    await dialog().getByLabel('What it should hold').selectOption('number');
    await dialog().getByText('1 value does not fit and would be emptied').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByLabel('What it should hold').selectOption('choice');
    await dialog().getByText('large becomes large').waitFor();
    await dialog().getByRole('button', { name: 'Change', exact: true }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    const { fields } = await kith.api<{
      fields: { name: string; type: string }[];
    }>('GET', '/objects/contract');
    expect(fields.find(field => field.name === 'size')?.type).toBe('choice');
    expect(complaints).toEqual([]);
  });
});
