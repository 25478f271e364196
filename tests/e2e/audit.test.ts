import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, open, openAs, startSetUpKith } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/people', { given_name: 'Kari', family_name: 'Nilsen' });
  await kith.api('POST', '/users', {
    name: 'Rasa',
    email: 'rasa@example.com',
    role: 'member',
    password: 'maple leaf 1991',
  });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const log = () => page.getByRole('list', { name: 'Audit log' });

describe('the audit log', () => {
  it('tells a deletion, leads to its change, and stays when it is undone', async () => {
    await page.goto(`${kith.origin}/people`);
    await page.getByRole('link', { name: 'Kari Nilsen' }).click();
    await page.getByRole('heading', { name: 'Kari Nilsen' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.waitForURL('**/people');

    await page.goto(`${kith.origin}/settings/audit`);
    const entry = log().getByRole('listitem').filter({ hasText: 'Record deleted' });
    await entry.getByText('Kari Nilsen').waitFor();
    expect(await entry.getByRole('link').count()).toBe(0); // there is no page of it now
    expect(await entry.getByText('from 127.0.0.1').count()).toBe(1);
    await entry.getByText('Ona Kazlaitė').click();
    await entry.getByText('Change', { exact: true }).waitFor();
    expect(await entry.getByRole('link', { name: /^[0-9a-f-]{36}$/ }).count()).toBe(1);
  });

  it('is narrowed by action, by who and by record, in the address', async () => {
    await page.goto(`${kith.origin}/settings/audit`);
    await page.getByLabel('What').selectOption({ label: 'User added' });
    await log().getByText('Rasa').waitFor();
    expect(await log().getByRole('listitem').count()).toBe(1);
    expect(page.url()).toContain('action=user_added');
    await log().getByText('Role: Member').waitFor();
    await log().getByText('Ona Kazlaitė').click();
    await log().getByRole('button', { name: 'Only what was done to it' }).click();
    await page.waitForURL('**record=**');
    await page.reload();
    await log().getByText('Rasa').waitFor();
    await page.getByRole('button', { name: 'Everything again' }).click();
    await page.getByLabel('What').selectOption('');
    await page.getByLabel('By whom').fill('nobody of this name');
    await page.getByLabel('By whom').press('Enter');
    await page.getByText('Nothing fits').waitFor();
  });

  it('is verified, with an anchor to keep', async () => {
    await page.goto(`${kith.origin}/settings/audit`);
    await page.getByRole('button', { name: 'Check the seals' }).click();
    await page.getByText(/entries, and every one holds/).waitFor();
    await page.getByText(/^\d+:[0-9a-f]{64}$/).waitFor();
  });

  it('is not shown to who may not read it, and tells that they were refused', async () => {
    const { page: other } = await open(browser);
    const { name, value } = await kith.cookieOf('rasa@example.com', 'maple leaf 1991');
    await other.context().addCookies([{ name, value, url: kith.origin }]);
    await other.goto(`${kith.origin}/settings`);
    await other.getByRole('link', { name: 'Profile' }).waitFor();
    expect(await other.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    await other.goto(`${kith.origin}/settings/audit`);
    await other.getByText('You may not see this').waitFor();
    expect(await other.evaluate(async () => (await fetch('/api/v1/audit')).status)).toBe(403);
    await other.context().close();

    await page.goto(`${kith.origin}/settings/audit?action=refused`);
    const refusal = log().getByRole('listitem').filter({ hasText: 'GET /api/v1/audit' });
    await refusal.getByText('Rasa').waitFor();
  });

  it('raised no complaint of the browser', () => expect(complaints).toEqual([]));
});
