/** The set-up of one workspace, taken over by another after a look at what would change, and taken back. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, startSetUpKith, undo } from './support.ts';

let from: Kith, to: Kith, browser: Browser, page: Page, complaints: string[], file: Buffer;
beforeAll(async () => {
  [from, to, browser] = await Promise.all([startSetUpKith(), startSetUpKith(), launch()]);
  await from.api('POST', '/objects', {
    label: { en: 'Boat' },
    label_plural: { en: 'Boats' },
    fields: [{ label: { en: 'Length' }, type: 'decimal' }],
  });
  await from.api('PATCH', '/objects/person/fields/city', { label: { en: 'Town' } });
  await to.api('POST', '/objects', { label: { en: 'Car' }, label_plural: { en: 'Cars' } });
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([from?.stop(), to?.stop()]);
});

const choose = (name: string, buffer: Buffer) =>
  page.getByLabel('Set-up file').setInputFiles({ name, mimeType: 'application/json', buffer });

describe('a set-up', () => {
  it('is taken out as a file', async () => {
    ({ page, complaints } = await openAs(from, browser));
    await page.goto(`${from.origin}/settings/set_up`);
    await page.getByLabel('Set-up file').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the set-up' }).click();
    file = await readFile(await (await download).path());
    expect(file.toString()).toContain('"Boats"');
    expect(complaints).toEqual([]);
  });

  it('is refused elsewhere with its place where it cannot be followed', async () => {
    ({ page, complaints } = await openAs(to, browser));
    await page.goto(`${to.origin}/settings/set_up`);
    await choose('broken.json', Buffer.from('{"kith_set_up": 1,'));
    await page.getByText('This is no set-up of Kith: it cannot be read.').waitFor();
    await choose('wrong.json', Buffer.from(file.toString().replace('"type": "decimal"', '"type": "colour"')));
    await page.getByText('objects.boat.fields.length.type').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    complaints.length = 0; // the browser notes the refusal
  });

  it('shows in words what would change', async () => {
    await choose('set-up.json', file);
    await page.getByRole('heading', { name: 'Is added' }).waitFor();
    await page.getByRole('heading', { name: 'Is changed' }).waitFor();
    await page.getByRole('heading', { name: 'Only here, stays as it is' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Town' }).getByText('label').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Car' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('is taken over and back as a whole', async () => {
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('The set-up was taken over').waitFor();
    expect((await to.api('GET', '/boats')) as { data: unknown[] }).toMatchObject({ data: [] });
    await undo(page, 'The set-up was taken over');
    await choose('set-up.json', file);
    await page.getByRole('heading', { name: 'Is added' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
