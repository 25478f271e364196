/** A field that holds a file: made, given a file, looked at, replaced, taken out, put back, listed and filtered by; by keyboard. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, startSetUpKith, undo } from './support.ts';

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Longer than a piece, so that it comes in several. */
const long = Buffer.alloc(2_500_000, 'Kith ');

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', {
    label: { en: 'Contract' },
    label_plural: { en: 'Contracts' },
  });
  ({ page, complaints } = await openAs(kith, browser));
  // From the first key on, no window of the system opens.
  page.on('filechooser', () => {});
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const dialog = () => page.getByRole('dialog');
const link = (name: string) => page.getByRole('link', { name, exact: true });
const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter');
/** As the system's window for choosing files would. */
async function choose(button: string, name: string, buffer: Buffer) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(button)]);
  await chooser.setFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer,
  });
}

describe('a field of files', () => {
  it('is added by an administrator, and cannot be required', async () => {
    await page.goto(`${kith.origin}/settings/objects/contract`);
    await page.getByRole('button', { name: 'New field' }).click();
    await dialog().getByLabel('What it is called').fill('Signed copy');
    await dialog().getByLabel('What it holds').selectOption('file');
    expect(await dialog().getByLabel('Must be filled in').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Add field' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
  });

  it('waits until the record is there', async () => {
    await page.goto(`${kith.origin}/contracts?new=true`);
    await dialog().getByText('Can be added once the record is there: Signed copy.').waitFor();
    await dialog().getByLabel('Name').fill('Lease');
    await dialog().getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/contracts\/[0-9a-f-]{36}/);
  });

  it('takes a file in pieces, which then saves', async () => {
    await page.getByRole('button', { name: /empty field/ }).click();
    await press('Edit: Signed copy');
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await choose('Choose a file', 'lease.txt', long);
    await link('lease.txt').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link('lease.txt').press('Enter')]);
    expect(download.suggestedFilename()).toBe('lease.txt');
    expect(await page.getByText('Drop files here or add them').count()).toBe(1);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('says why nothing comes of an empty file, and is left by Escape', async () => {
    await press('Edit: Signed copy');
    await choose('Choose another file', 'nothing.txt', Buffer.alloc(0));
    await page.getByText('nothing.txt: The file is empty.').waitFor();
    await page.keyboard.press('Escape');
    await link('lease.txt').waitFor();
  });

  it('takes another in its place, which is looked at where it is a picture, and gives the first back', async () => {
    await press('Edit: Signed copy');
    await choose('Choose another file', 'signed.png', png);
    await link('signed.png').press('Enter');
    await dialog().getByRole('img', { name: 'signed.png' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog().count()).toBe(0);
    await undo(page, 'Signed copy saved');
    await link('lease.txt').waitFor();
  });

  it('shows its name in the list, and is filtered by', async () => {
    await page.goto(`${kith.origin}/contracts?filter=${encodeURIComponent('signed_copy is present')}`);
    await page.locator('td[data-field=signed_copy]').getByText('lease.txt').waitFor();
    await page.goto(`${kith.origin}/contracts?filter=${encodeURIComponent('signed_copy is absent')}`);
    await expect.poll(() => page.locator('td[data-field=name]').count()).toBe(0);
  });

  it('is emptied, and filled again by undoing', async () => {
    await page.goto(`${kith.origin}/contracts`);
    await page.getByRole('link', { name: 'Lease' }).click();
    await press('Edit: Signed copy');
    await press('Take the file out');
    await link('lease.txt').waitFor({ state: 'detached' });
    await undo(page, 'Signed copy saved');
    await link('lease.txt').waitFor();
    expect(complaints).toEqual([]);
  });
});
