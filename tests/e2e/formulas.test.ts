/** A field that is worked out from others: written with completion, tried on records, read, filtered by, kept right. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', {
    label: { en: 'Order line' },
    label_plural: { en: 'Order lines' },
    fields: [
      { label: { en: 'Price' }, type: 'money' },
      { label: { en: 'Quantity' }, type: 'number' },
    ],
  });
  await kith.api('POST', '/order_lines', { name: 'Lamp', price: '49.90 EUR', quantity: 3 });
  await kith.api('POST', '/order_lines', { name: 'Chair', price: '120 EUR', quantity: 1 });
  await kith.api('POST', '/order_lines', { name: 'Gift', quantity: 1 });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const dialog = () => page.getByRole('dialog');
const formula = () => dialog().getByRole('textbox', { name: 'Formula' });
const plain = (text: string) => text.replaceAll(/\s/g, ' ');
const cell = (row: string, field: string) =>
  page.locator('tr', { hasText: row }).locator(`td[data-field=${field}]`);

describe('a formula', () => {
  it('is written with completion, and what is wrong is said at its place', async () => {
    await page.goto(`${kith.origin}/settings/objects/order_line`);
    await page.getByRole('button', { name: 'New field' }).click();
    await dialog().getByLabel('What it is called').fill('Total');
    await dialog().getByLabel('What it holds').selectOption('formula');
    await formula().pressSequentially('pri');
    await dialog().getByRole('option', { name: /price/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await dialog().getByRole('option', { name: /price/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => formula().inputValue()).toBe('price ');
    await formula().pressSequentially('* quantaty');
    await dialog().getByText('There is no such field').waitFor();
    expect(await dialog().getByRole('button', { name: 'Add field' }).isDisabled()).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('is tried on real records before it is made', async () => {
    await formula().fill('price * quantity');
    for (const text of ['Lamp', '€149.70', 'Chair', '€120.00', 'Gift'])
      await expect.poll(async () => plain(await dialog().innerText())).toContain(text);
    expect(await dialog().getByLabel('Must be filled in').count()).toBe(0);
    await dialog().getByLabel('Lists can be sorted by it').check();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Add field' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    await page.getByText('Amount of money · Formula').waitFor();
  });

  it('is read and filtered by like any field, and changes with what it reads', async () => {
    await page.goto(`${kith.origin}/order_lines?sort=-total`);
    await expect.poll(async () => plain(await cell('Lamp', 'total').innerText())).toBe('€149.70');
    await cell('Lamp', 'quantity').dblclick();
    await page.locator('[data-editor]').getByLabel('Quantity').fill('2');
    await page.keyboard.press('Enter');
    await expect.poll(async () => plain(await cell('Lamp', 'total').innerText())).toBe('€99.80');
    await cell('Lamp', 'total').dblclick();
    expect(await page.locator('[data-editor]').count()).toBe(0);
    await page.goto(`${kith.origin}/order_lines?filter=${encodeURIComponent('total > 100 EUR')}`);
    await cell('Chair', 'total').waitFor();
    expect(await page.locator('tbody tr', { hasText: 'Lamp' }).count()).toBe(0);
  });

  it('is changed, and the change undone', async () => {
    await page.goto(`${kith.origin}/settings/objects/order_line`);
    await page.getByRole('button', { name: /^Total/ }).click();
    await formula().fill('name + "!"');
    await dialog().getByText('It comes to something that this field cannot hold').waitFor();
    await formula().fill('price * (quantity + 1)');
    await expect.poll(async () => plain(await dialog().innerText())).toContain('€240.00');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog().count()).toBe(0);
    await undo(page, 'Total');
    await page.goto(`${kith.origin}/order_lines`);
    await expect.poll(async () => plain(await cell('Chair', 'total').innerText())).toBe('€120.00');
  });

  it('keeps what it reads from being taken out of use', async () => {
    await page.goto(`${kith.origin}/settings/objects/order_line`);
    await page.getByRole('button', { name: 'More for Price' }).click();
    await page.getByRole('menuitem', { name: 'Take out of use' }).click();
    await dialog().getByText('the formula order_line.total').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    expect(complaints).toEqual([]);
  });
});
