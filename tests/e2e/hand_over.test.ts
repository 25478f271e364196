/** Somebody leaves: what names them is counted, handed over to whoever leads their team, and they sign in no more. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, openAs, faultsOf, startSetUpKith, undo } from './support.ts';

const jonas = { name: 'Jonas Petraitis', email: 'jonas@example.com', password: 'linden tree 1984' };
const kari = { name: 'Kari Nilsen', email: 'kari@example.com', password: 'linden tree 1984' };

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/objects', {
    label: { en: 'Lead' },
    label_plural: { en: 'Leads' },
    fields: [{ label: { en: 'Owner' }, type: 'user' }],
  });
  const members = [];
  for (const user of [jonas, kari])
    members.push((await kith.api<{ id: string }>('POST', '/users', { ...user, role: 'member' })).id);
  await kith.api('POST', '/teams', {
    name: 'Sales',
    members: [{ user: members[0] }, { user: members[1], is_lead: true }],
  });
  for (const name of ['One', 'Two', 'Three']) await kith.api('POST', '/leads', { name, owner: members[0] });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const dialog = () => page.getByRole('dialog');
const owners = async () =>
  (await kith.api<{ data: { owner: { name: string } }[] }>('GET', '/leads')).data.map(
    ({ owner }) => owner.name,
  );
const leave = async (name: string) => {
  await page.goto(`${kith.origin}/settings/users`);
  await page.getByRole('button', { name: `More for ${name}` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Hand over records…' }).press('Enter');
  await dialog().getByRole('button', { name: 'Cancel' }).waitFor();
};

describe('handing over', () => {
  it('tells what there is, proposes the lead, and blocks the one who leaves', async () => {
    await leave(jonas.name);
    await expect
      .poll(() => dialog().getByRole('row').allInnerTexts())
      .toEqual([expect.stringContaining('Object'), expect.stringMatching(/^Leads\s+Owner\s+3$/)]);
    await dialog().getByText('leads a team of theirs').waitFor();
    expect(await dialog().getByLabel('Who takes it over').locator('option:checked').innerText()).toBe(
      kari.name,
    );
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByLabel(`${jonas.name} may not sign in any more`).press('Space');
    await dialog().getByRole('button', { name: 'Hand over', exact: true }).press('Enter');
    await page.getByText('3 records handed over').waitFor();
    expect(await owners()).toEqual([kari.name, kari.name, kari.name]);
    await page.getByText('disabled', { exact: true }).waitFor();
    await expect(kith.cookieOf(jonas.email, jonas.password)).rejects.toThrow('401');
  });

  it('is undone as one', async () => {
    await undo(page, '3 records handed over');
    await expect.poll(owners).toEqual([jonas.name, jonas.name, jonas.name]);
  });

  it('of somebody whom no record names only blocks', async () => {
    await leave(kari.name);
    await dialog().getByText(`No record names ${kari.name}.`).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(await dialog().getByRole('button', { name: 'Disable' }).isDisabled()).toBe(true);
    await dialog().getByLabel(`${kari.name} may not sign in any more`).check();
    await dialog().getByRole('button', { name: 'Disable' }).click();
    await page.getByText(`${kari.name} can no longer sign in`).waitFor();
  });
});

it('makes the browser complain of nothing', () => {
  expect(complaints).toEqual([]);
});
