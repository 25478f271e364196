/** Roles made in the browser: what a role hides is gone, an administrator sees as it does, and each change is undone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, openAs, faultsOf, startSetUpKith, undo } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  for (const person of [
    {
      given_name: 'Ona',
      family_name: 'Žagarė',
      country: 'LT',
      email: 'ona@example.com',
    },
    {
      given_name: 'Kari',
      family_name: 'Nilsen',
      country: 'NO',
      email: 'kari@example.com',
    },
  ])
    await kith.api('POST', '/people', person);
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

interface Role {
  version: number;
  objects: Record<
    string,
    {
      read: boolean;
      delete: boolean;
      fields: Record<string, string>;
      rows: string | null;
    }
  >;
}
const role = () => kith.api<Role>('GET', '/roles/counter');
const dialog = () => page.getByRole('dialog');
const names = () => page.locator('td[data-field=name]').allInnerTexts();

describe('a role', () => {
  it('is copied by keyboard, and says what may be done with objects, fields and rows', async () => {
    await page.goto(`${kith.origin}/settings/roles`);
    await page.getByRole('link', { name: /^Member/ }).press('Enter');
    await page.getByRole('button', { name: 'Copy', exact: true }).press('Enter');
    await dialog().getByLabel('Name').fill('Counter');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/settings/roles/counter');
    await page.getByText('The role “Counter” is there').waitFor();

    await page.getByRole('checkbox', { name: 'Delete: People' }).press('Space');
    await expect.poll(async () => (await role()).objects.person?.delete).toBe(false);
    await page.getByRole('checkbox', { name: 'See: Households' }).press('Space');
    await expect.poll(async () => (await role()).objects.household?.read).toBe(false);
    await expect
      .poll(() => page.getByRole('checkbox', { name: 'Change: Households' }).isChecked())
      .toBe(false);

    await page.getByRole('button', { name: /^People/ }).press('Enter');
    await page.getByLabel('What may be done with E-mail').selectOption('hidden');
    await expect.poll(async () => (await role()).objects.person?.fields).toEqual({ email: 'hidden' });
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await dialog().getByLabel('Field').selectOption('country');
    await dialog().getByLabel('Value').selectOption({ label: 'Lithuania' });
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await expect.poll(async () => (await role()).objects.person?.rows).toBe('country = "LT"');
    await page.getByText('some rows · 1 field hidden').waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('is undone change by change', async () => {
    await page.goto(`${kith.origin}/settings/roles/counter`); // without the messages of the changes before
    await page.getByRole('button', { name: /^People/ }).click();
    await page.getByLabel('What may be done with City').selectOption('read');
    await expect
      .poll(async () => (await role()).objects.person?.fields)
      .toEqual({ city: 'read', email: 'hidden' });
    await undo(page, '“Counter” changed');
    await expect.poll(async () => (await role()).objects.person?.fields).toEqual({ email: 'hidden' });
    await expect.poll(() => page.getByLabel('What may be done with City').inputValue()).toBe('write');
  });

  it('is looked at from inside, changing nothing, and left by one click', async () => {
    await page.goto(`${kith.origin}/settings/roles/counter`);
    await page.getByRole('button', { name: 'See as this role' }).click();
    await page.getByText('You see Kith as the role “Counter” sees it.').waitFor();
    expect(await page.getByRole('link', { name: 'Households' }).count()).toBe(0);
    await page.goto(`${kith.origin}/people?sort=name`);
    await expect.poll(names).toEqual(['Ona Žagarė']);
    expect(await page.getByRole('columnheader', { name: 'E-mail' }).count()).toBe(0);
    await page.goto(`${kith.origin}/settings/users`);
    await page.getByText('You may not see this').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${kith.origin}/people?new=true`);
    await dialog().getByLabel('Given name').fill('Eve');
    await dialog().getByLabel('Country').selectOption({ label: 'Lithuania' });
    await dialog().getByRole('button', { name: 'Create' }).click();
    await page.getByText('You are looking at what a role sees.').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Back to your own view' }).click();
    await page.waitForURL('**/settings/roles/counter');
    await page.getByRole('heading', { name: 'Counter' }).waitFor();
    await page.goto(`${kith.origin}/people?sort=name`);
    await expect.poll(names).toEqual(['Kari Nilsen', 'Ona Žagarė']);
  });

  it('that somebody has is not deleted; administrators stay as they are', async () => {
    await page.goto(`${kith.origin}/settings/roles/administrator`);
    await page.getByText('Administrators see and may do everything').waitFor();
    expect(await page.getByRole('checkbox', { name: 'See: People' }).isDisabled()).toBe(true);
    await kith.api('POST', '/tokens', { name: 'till', role: 'counter' });
    await page.goto(`${kith.origin}/settings/roles/counter`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete the role' }).click();
    await page.getByText('Somebody has this role.').waitFor();
  });
});

it('makes the browser complain of nothing', () => {
  const expected = /40[39]|422/; // what was refused above
  expect(complaints.filter(complaint => !expected.test(complaint))).toEqual([]);
});
