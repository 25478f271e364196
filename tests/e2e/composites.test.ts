/** An address: made as a whole, filled in with one form, read as its country writes it, taken back, renamed and put out of use. */
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, phone, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[], roses: string;
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', { label: { en: 'Parcel' }, label_plural: { en: 'Parcels' } });
  ({ id: roses } = await kith.api<{ id: string }>('POST', '/parcels', { name: 'Roses' }));
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const dialog = () => page.getByRole('dialog');
const form = () => page.getByRole('form', { name: 'Delivery address' });
const definition = () => page.goto(`${kith.origin}/settings/objects/parcel`);
const record = () => page.goto(`${kith.origin}/parcels/${roses}`);
const shown = async (text: string) =>
  expect.poll(() => page.getByRole('main').innerText(), { timeout: 5000 }).toContain(text);
const edit = async () => {
  await page.getByRole('button', { name: 'Edit: Delivery address' }).click();
  await form().getByLabel('Street').waitFor();
};
const more = (name: string) => page.getByRole('button', { name: `More for ${name}`, exact: true });

describe('an address of a record', () => {
  it('is made as a whole', async () => {
    await definition();
    await page.getByRole('button', { name: 'New field' }).click();
    await dialog().getByLabel('What it is called').fill('Delivery address');
    await dialog().getByLabel('What it holds').selectOption('address');
    expect(await dialog().getByLabel('Street').isChecked()).toBe(true);
    expect(await dialog().getByLabel('Region').isChecked()).toBe(false);
    await dialog().getByLabel('Region').check();
    expect(await dialog().getByLabel('Must be filled in').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Add field' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    const parts = page.getByRole('list', { name: 'Delivery address' }).getByRole('listitem');
    await expect.poll(() => parts.count()).toBe(5);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('has parts that do not go by themselves', async () => {
    await more('Delivery address: Street').click();
    await page.getByRole('menuitem', { name: 'Change' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Take out of use' }).count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Change' }).click();
    await dialog().getByText('Text').first().waitFor();
    expect(await dialog().getByRole('button', { name: 'Change what it holds' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog().count()).toBe(0);
  });

  it('is filled in with one form and stands as its country writes it', async () => {
    await record();
    await page.getByRole('button', { name: '1 empty field' }).click();
    await edit();
    await form().getByLabel('Street').fill('1 Elm Street');
    await form().getByLabel('City').fill('Austin');
    await form().getByLabel('Region').fill('TX');
    await form().getByLabel('Postal code').fill('73301');
    await form().getByLabel('Country').fill('US');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await shown('1 Elm Street\nAustin TX 73301\nUnited States');
    expect(await form().count()).toBe(0);
  });

  it('is sent only as far as it was changed', async () => {
    await edit();
    const sent = page.waitForRequest(request => request.method() === 'PATCH');
    await form().getByLabel('Country').fill('GB');
    await page.keyboard.press('Enter');
    expect((await sent).postDataJSON()).toEqual({ delivery_address_country: 'GB' });
    await shown('1 Elm Street\nAustin\nTX\n73301\nUnited Kingdom');
  });

  it('says what is refused beside its part, and is left as it was', async () => {
    await edit();
    await form().getByLabel('City').fill('x'.repeat(20_000));
    await page.keyboard.press('Enter');
    await form().getByText('Too long').waitFor();
    expect(await form().getByLabel('City').getAttribute('aria-invalid')).toBe('true');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => form().count()).toBe(0);
    await shown('1 Elm Street\nAustin\nTX');
  });

  it('is not turned from while a part is at fault, and loses nothing that was typed', async () => {
    const mustHaveCity = (is_required: boolean) =>
      kith.api('PATCH', '/objects/parcel/fields/delivery_address_city', { is_required });
    const street = form().getByLabel('Street');
    const city = form().getByLabel('City');
    const turnToName = () => page.getByRole('button', { name: 'Edit: Name' }).click();
    const nameInput = page.getByRole('textbox', { name: 'Name', exact: true });
    const hasFocus = () => city.evaluate(input => input === document.activeElement);
    await mustHaveCity(true);
    await record();
    await edit();
    await street.fill('9 Birch Street');
    await city.fill('');
    await turnToName();
    await form().getByText('Needs to be filled in').waitFor();
    await expect.poll(hasFocus).toBe(true);
    expect(await street.inputValue()).toBe('9 Birch Street');
    expect(await city.inputValue()).toBe('');
    expect(await nameInput.count()).toBe(0);

    // What only the server refuses is refused when the other field may be open already.
    const long = 'x'.repeat(20_000);
    await city.fill(long);
    await turnToName();
    await form().getByText('Too long').waitFor();
    expect(await street.inputValue()).toBe('9 Birch Street');
    expect(await city.inputValue()).toBe(long);
    await street.focus();
    await expect.poll(() => nameInput.count()).toBe(0);
    await turnToName();
    await expect.poll(hasFocus).toBe(true);
    expect(await nameInput.count()).toBe(0);
    await form().getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => form().count()).toBe(0);
    await shown('1 Elm Street\nAustin\nTX');
    await mustHaveCity(false);
  });

  it('loses nothing that is typed while it is being saved', async () => {
    const isPatch = (request: Request) => request.method() === 'PATCH';
    /** Types on while the form is being saved, does `then`, and lets the save through. */
    const typeDuringSave = async (street: string, city: string, then: () => Promise<void>) => {
      let go = () => {};
      const held = new Promise<void>(resolve => (go = resolve));
      await page.route('**/parcels/*', async route => {
        if (isPatch(route.request())) await held;
        await route.continue();
      });
      await form().getByLabel('Street').fill(street);
      await Promise.all([page.waitForRequest(isPatch), page.keyboard.press('Enter')]);
      await form().getByLabel('City').fill(city);
      await then();
      const answered = page.waitForResponse(response => isPatch(response.request()));
      go();
      await answered;
      await page.unroute('**/parcels/*');
    };
    await edit();
    await typeDuringSave('3 Ash Street', 'York', async () => {});
    await expect.poll(() => form().getByLabel('City').inputValue()).toBe('York');
    await page.keyboard.press('Enter');
    await shown('3 Ash Street\nYork\nTX');
    await edit();
    await typeDuringSave('1 Elm Street', 'Austin', () =>
      page.getByRole('heading', { name: 'Roses' }).click(),
    );
    await shown('1 Elm Street\nAustin\nTX');
    await expect.poll(() => form().count()).toBe(0);
  });

  it('is kept when it is left, and taken back as one', async () => {
    await edit();
    await form().getByLabel('Street').fill('2 Oak Street');
    await form().getByLabel('City').fill('Leeds');
    await page.getByRole('heading', { name: 'Roses' }).click();
    await shown('2 Oak Street\nLeeds\nTX');
    await undo(page, 'Delivery address saved');
    await shown('1 Elm Street\nAustin\nTX');
  });

  it('fits a phone', async () => {
    const other = await openAs(kith, browser, undefined, phone);
    await other.page.goto(`${kith.origin}/parcels/${roses}`);
    await other.page.getByRole('button', { name: 'Edit: Delivery address' }).click();
    await other.page.getByRole('form', { name: 'Delivery address' }).getByLabel('Country').waitFor();
    expect(await other.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await faultsOf(other.page)).toEqual([]);
    await other.page.getByRole('button', { name: 'Cancel' }).click();
    await other.page.getByText('1 Elm Street').waitFor();
    await other.page.context().close();
  });

  it('is filled in with a new record', async () => {
    await page.goto(`${kith.origin}/parcels?new=true`);
    await dialog().getByLabel('Name').fill('Tulips');
    const parts = dialog().getByRole('group', { name: 'Delivery address' });
    await parts.getByLabel('City').fill('Vilnius');
    await parts.getByLabel('Postal code').fill('01100');
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/parcels\/[0-9a-f-]{36}/);
    await shown('01100 Vilnius');
  });

  it('is renamed with its parts', async () => {
    await definition();
    await more('Delivery address').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await dialog().getByLabel('What it is called').fill('Send to');
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    await more('Send to: Street').waitFor();
  });

  it('goes out of use and comes back with its values', async () => {
    await more('Send to').click();
    await page.getByRole('menuitem', { name: 'Take out of use' }).click();
    await page.getByText('“Send to” is out of use').waitFor();
    await expect.poll(() => more('Send to').count()).toBe(0);
    await record();
    await page.getByRole('heading', { name: 'Roses' }).waitFor();
    expect(await page.getByText('1 Elm Street').count()).toBe(0);
    await definition();
    await page.getByText('Fields out of use').click();
    await page.getByRole('button', { name: 'Bring Send to back' }).click();
    await more('Send to').waitFor();
    await record();
    await shown('1 Elm Street\nAustin\nTX\n73301\nUnited Kingdom');
    expect(complaints).toEqual([]);
  });
});
