/** A field that is counted from other records: put together in the editor, read, kept right, hidden behind nothing. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[], roof: string;
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', { label: { en: 'Project' }, label_plural: { en: 'Projects' } });
  await kith.api('POST', '/objects', {
    label: { en: 'Task' },
    label_plural: { en: 'Tasks' },
    fields: [
      { label: { en: 'Project' }, type: 'relation', object: 'project' },
      { label: { en: 'Cost' }, type: 'money' },
      { label: { en: 'Done' }, type: 'boolean' },
    ],
  });
  ({ id: roof } = await kith.api<{ id: string }>('POST', '/projects', { name: 'Roof' }));
  await kith.api('POST', '/projects', { name: 'Cellar' });
  await kith.api('POST', '/tasks', { name: 'Tiles', project: roof, cost: '100 EUR', done: true });
  await kith.api('POST', '/tasks', { name: 'Gutter', project: roof, cost: '20 EUR', done: false });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const dialog = () => page.getByRole('dialog');
const plain = (text: string) => text.replaceAll(/\s/g, ' ');
const cell = (row: string, field: string, list = page) =>
  list.locator('tr', { hasText: row }).locator(`td[data-field=${field}]`);
const newField = async (name: string) => {
  await page.goto(`${kith.origin}/settings/objects/project`);
  await page.getByRole('button', { name: 'New field' }).click();
  await dialog().getByLabel('What it is called').fill(name);
  await dialog().getByLabel('What it holds').selectOption('rollup');
  await dialog().getByLabel('Whose records').selectOption('task.project');
};

describe('a field that is counted from others', () => {
  it('is put together from what points here', async () => {
    await newField('Tasks');
    expect(await dialog().getByLabel('Of which field').count()).toBe(0);
    expect(await dialog().getByLabel('Must be filled in').count()).toBe(0);
    await dialog().getByLabel('Lists can be sorted by it').check();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Add field' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    await page.getByText('Number · Counted from others').waitFor();

    await newField('Cost');
    await dialog().getByLabel('What to work out').selectOption('sum');
    expect(await dialog().getByRole('button', { name: 'Add field' }).isDisabled()).toBe(true);
    await dialog().getByLabel('Of which field').selectOption('cost');
    await dialog().getByRole('button', { name: 'Add field' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    await page.getByText('Amount of money · Counted from others').waitFor();
  });

  it('is read like any field, is nobody’s to set, and follows what it counts', async () => {
    await page.goto(`${kith.origin}/projects?sort=-tasks`);
    await expect.poll(async () => plain(await cell('Roof', 'cost').innerText())).toBe('€120.00');
    expect(await cell('Cellar', 'tasks').innerText()).toBe('0');
    await cell('Roof', 'tasks').dblclick();
    expect(await page.locator('[data-editor]').count()).toBe(0);
    await kith.api('POST', '/tasks', { name: 'Beam', project: roof, cost: '5 EUR' });
    await page.reload();
    await expect.poll(async () => plain(await cell('Roof', 'cost').innerText())).toBe('€125.00');
    expect(await cell('Roof', 'tasks').innerText()).toBe('3');
  });

  it('is changed to another function, and the change undone', async () => {
    await page.goto(`${kith.origin}/settings/objects/project`);
    await page.getByRole('button', { name: /^Cost/ }).click();
    await dialog().getByLabel('What to work out').selectOption('greatest');
    await dialog().getByLabel('Of which field').selectOption('cost');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    // Beside the page, whose message offers the undoing.
    const list = await page.context().newPage();
    await list.goto(`${kith.origin}/projects`);
    await expect.poll(async () => plain(await cell('Roof', 'cost', list).innerText())).toBe('€100.00');
    await undo(page, 'Cost');
    await page.getByText('Undone', { exact: true }).waitFor();
    await list.reload();
    await expect.poll(async () => plain(await cell('Roof', 'cost', list).innerText())).toBe('€125.00');
    await list.close();
  });

  it('keeps what it counts from being taken out of use', async () => {
    await page.goto(`${kith.origin}/settings/objects/task`);
    await page.getByRole('button', { name: 'More for Cost' }).click();
    await page.getByRole('menuitem', { name: 'Take out of use' }).click();
    await dialog().getByText('the field project.cost, which counts it').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    expect(complaints).toEqual([]);
  });
});
