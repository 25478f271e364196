/** A file of an object of one's own: columns, what they point to, what is there already, bad rows, and the way back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, startSetUpKith } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/companies', { name: 'Beržas', domain: 'berzas.lt' });
  await kith.api('POST', '/objects', {
    label: { en: 'Boat' },
    label_plural: { en: 'Boats' },
    fields: [
      { label: { en: 'Code' }, type: 'text', is_sortable: true },
      { label: { en: 'Length' }, type: 'decimal', scale: 1, is_required: true },
      {
        label: { en: 'Kind' },
        type: 'choice',
        choices: [{ label: { en: 'Sloop' } }, { label: { en: 'Yawl' } }],
      },
      { label: { en: 'Yard' }, type: 'relation', object: 'company' },
    ],
  });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const bring = async (text: string) => {
  await page.goto(`${kith.origin}/boats`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Import a file' }).click();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'boats.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  expect(await page.getByLabel('What is in the file').inputValue()).toBe('boats');
  await page.getByRole('button', { name: 'Look at the columns' }).click();
  await page.getByRole('heading', { name: 'Columns', exact: true }).waitFor();
};
const rows = () => page.getByRole('region', { name: 'The first rows, as they will become' });

describe('a file of boats', () => {
  it('asks for what the object requires', async () => {
    await bring('Name,Code,Metres,Kind,Builder\nGull,b1,7.5,sloop,berzas.lt\nTern,b2,9,slop,berzas.lt\n');
    await page.getByText('Say which column is “Length”.').waitFor();
    expect(await page.getByRole('button', { name: 'Take in' }).isDisabled()).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('What Metres becomes').selectOption({ label: 'Length' });
    await rows().getByText('Gull').waitFor();
  });

  it('says what its cells tell of other records, and what a choice may have meant', async () => {
    await page.getByLabel('What Builder becomes').selectOption({ label: 'Yard' });
    await page.getByLabel('What Builder says of the other record').selectOption({ label: 'by Domain' });
    await rows().getByText('Kind: Not one of the choices. Did you mean “Sloop”?').waitFor();
    await page.getByLabel('How they are found').selectOption({ label: 'by Code' });
    await page.getByLabel('What they have').selectOption('replace');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take in' }).click();
    await page.getByText('1 row went in').waitFor();
    await page.getByText('1 row could not go in').waitFor();
    await page.getByRole('link', { name: 'Show Boats' }).click();
    await page.getByRole('main').getByText('Gull', { exact: true }).waitFor();
    expect(await kith.api('GET', '/boats')).toMatchObject({ data: [{ yard: { name: 'Beržas' } }] });
  });

  it('changes what it finds, and is taken back', async () => {
    await bring('Name,Code,Length,Kind,Yard\nSeagull,b1,8,Yawl,\n');
    await page.getByLabel('How they are found').selectOption({ label: 'by Code' });
    await page.getByLabel('What they have').selectOption('replace');
    await page.getByRole('button', { name: 'Take in' }).click();
    await page.getByText('1 row went in').waitFor();
    await page.getByRole('link', { name: 'Take back' }).click();
    await page
      .getByText(/fields? becomes? what/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('taken back', { exact: true }).waitFor();
    await page.goto(`${kith.origin}/boats`);
    await page.getByRole('main').getByText('Gull', { exact: true }).waitFor();
    expect(await page.getByText('Seagull').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
