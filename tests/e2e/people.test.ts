import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, openAs, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
const people = [
  {
    given_name: 'Ona',
    family_name: 'Kazlaitė',
    country: 'LT',
    stage: 'customer',
    email: 'ona.k@example.com',
  },
  {
    given_name: 'Kari',
    family_name: 'Nilsen',
    country: 'NO',
    stage: 'prospect',
    email: 'kari@example.com',
  },
  {
    given_name: 'Žygimantas',
    family_name: 'Petraitis',
    country: 'LT',
    stage: 'lead',
  },
  {
    given_name: 'Ольга',
    family_name: 'Соколова',
    country: 'LV',
    stage: 'customer',
  },
];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  for (const person of people) await kith.api('POST', '/people', person);
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const rows = () => page.getByRole('grid').locator('tbody tr[data-index]');
const names = () => page.locator('td[data-field=name]').allInnerTexts();
const theList = async (address = '/people') => {
  await page.goto(kith.origin + address);
  await rows().first().waitFor();
};
const accent = () =>
  page.locator('tr[data-index]:has(td[data-field=name][class*=shadow])').getAttribute('data-index');

describe('the list of people', () => {
  it('is filtered, sorted and searched, and its address shows another the same', async () => {
    await theList();
    await page.keyboard.press('/');
    await expect
      .poll(() => page.getByRole('searchbox').evaluate(box => box === document.activeElement))
      .toBe(true);
    await page.getByRole('button', { name: 'Name' }).click();
    await page.waitForURL('**/people?sort=name');
    await expect
      .poll(names)
      .toEqual(['Kari Nilsen', 'Ona Kazlaitė', 'Žygimantas Petraitis', 'Ольга Соколова']);
    await page.getByRole('button', { name: 'Name' }).click();
    await expect.poll(async () => (await names())[0]).toBe('Ольга Соколова');

    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Field').selectOption('country');
    await form.getByLabel('Value').selectOption({ label: 'Lithuania' });
    await form.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(names).toEqual(['Žygimantas Petraitis', 'Ona Kazlaitė']);

    await page.keyboard.press('/');
    await page.keyboard.type('kazl');
    await expect.poll(names).toEqual(['Ona Kazlaitė']);

    const elsewhere = await openAs(kith, browser);
    await elsewhere.page.goto(page.url());
    await elsewhere.page.getByRole('grid').waitFor();
    expect(await elsewhere.page.locator('td[data-field=name]').allInnerTexts()).toEqual(['Ona Kazlaitė']);
    await elsewhere.page.context().close();

    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').fill('nobody by this name');
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(() => rows().count()).toBe(people.length);
  });

  it('is moved through, peeked into, selected from and left by the keyboard', async () => {
    await theList('/people?sort=name');
    await expect.poll(accent).toBe('0');
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('k');
    await expect.poll(accent).toBe('1');

    await page.keyboard.press('Space');
    const peek = page.getByRole('complementary', { name: 'Selected record' });
    await peek.getByText('Ona Kazlaitė').first().waitFor();
    await page.keyboard.press('j');
    await peek.getByText('Žygimantas Petraitis').first().waitFor();
    // Who opens this address sees the same row chosen.
    await page.reload();
    await peek.getByText('Žygimantas Petraitis').first().waitFor();
    await expect.poll(accent).toBe('2');
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'detached' });

    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('1 selected').waitFor({ state: 'detached' });

    await page.keyboard.press('Enter');
    await page.waitForURL(/\/people\/[0-9a-f-]+$/);
    await page.getByRole('heading', { name: 'Žygimantas Petraitis' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL('**/people?sort=name');
    await expect.poll(accent, { message: 'the list keeps its place' }).toBe('2');
  });

  it('leads anywhere by g, the palette and the help', async () => {
    await theList();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/sources');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/people');
    await rows().first().waitFor();

    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.getByText('Peek from the side').waitFor();
    await help.getByText('Search this list').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('nils');
    await page.getByRole('option', { name: /Kari Nilsen/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Kari Nilsen' }).waitFor();
  });

  it('is added to, edited in place, and what was done is taken back', async () => {
    await theList('/people?sort=name');
    await page.keyboard.press('c');
    const form = page.getByRole('dialog', { name: 'New person' });
    await form.getByLabel('Given name').fill('Zoë');
    await form.getByLabel('Family name').fill("O'Brien");
    await form.getByLabel('E-mail').fill('not an address');
    await form.getByRole('button', { name: 'Create' }).click();
    await form.getByText('Not an e-mail address').waitFor();
    await form.getByLabel('E-mail').fill('zoe@example.com');
    await form.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: "Zoë O'Brien" }).waitFor();

    // On the person's page.
    const about = page.getByRole('region', { name: 'Person' });
    await about.getByRole('button', { name: 'Edit: Full name' }).focus();
    await page.keyboard.press('Enter');
    await about.getByRole('textbox', { name: 'Family name' }).fill('Murphy');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Zoë Murphy' }).waitFor();
    await undo(page, 'Full name');
    await page.getByRole('heading', { name: "Zoë O'Brien" }).waitFor();
    await page.keyboard.press('h');
    const history = page.getByRole('dialog', { name: 'History' });
    await history.getByText('Murphy').first().waitFor();
    await page.keyboard.press('Escape');

    // In the list.
    await theList('/people?sort=name&q=nilsen');
    await page.keyboard.press('e');
    await page.locator('[data-editor] select, [data-editor] input').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('td[data-field=email]').dblclick();
    await page.locator('[data-editor] input').fill('kari.nilsen@example.com');
    await page.keyboard.press('Enter');
    await page.locator('td[data-field=email]').getByText('kari.nilsen@example.com').waitFor();
    await undo(page, 'E-mail');
    await page.locator('td[data-field=email]').getByText('kari@example.com').waitFor();

    // Gone, and back.
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing matches').waitFor();
    await undo(page, 'moved to the trash');
    await page.locator('td[data-field=name]').getByText('Kari Nilsen').waitFor();
  });

  it('complains of nothing on the console meanwhile', () => expect(complaints).toEqual([]));
});
