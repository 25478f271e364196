import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, open, openAs, signIn, startSetUpKith } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
const reader = {
  name: 'Rasa',
  email: 'rasa@example.com',
  password: 'maple leaf 1991',
};
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/people', {
    given_name: 'Kari',
    family_name: 'Nilsen',
    email: 'kari@example.com',
  });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

describe('settings', () => {
  it('add a user, who signs in and is offered only what their role may do', async () => {
    await page.goto(`${kith.origin}/settings/users`);
    await page.getByRole('button', { name: 'New user' }).click();
    const form = page.getByRole('dialog', { name: 'New user' });
    await form.getByLabel('Name').fill(reader.name);
    await form.getByLabel('E-mail').fill(reader.email);
    await form.getByLabel('Role').selectOption('read_only');
    await form.getByLabel('First password').fill(reader.password);
    await form.getByRole('button', { name: 'Add the user' }).click();
    await page.getByText('Rasa can sign in now').waitFor();
    await page.getByLabel('Role of Rasa').waitFor();

    const other = (await open(browser)).page;
    await other.goto(`${kith.origin}/people`);
    await signIn(other, reader.email, reader.password);
    await other.waitForURL('**/people');
    await other.getByRole('link', { name: 'Kari Nilsen' }).waitFor();
    expect(await other.getByRole('button', { name: 'New', exact: true }).count()).toBe(0);
    await other.keyboard.press('c');
    await other.keyboard.press('e');
    expect(await other.getByRole('dialog').count()).toBe(0);
    expect(await other.locator('[data-editor]').count()).toBe(0);
    await other.keyboard.press('x');
    await other.getByText('1 selected').waitFor();
    expect(await other.getByRole('button', { name: 'Delete' }).count()).toBe(0);

    await other.getByRole('link', { name: 'Kari Nilsen' }).click();
    await other.getByRole('heading', { name: 'Kari Nilsen' }).waitFor();
    await other.getByText('not asked').first().waitFor();
    for (const name of ['Add an event', /^Edit: /, 'Grant', 'Withdraw'])
      expect(await other.getByRole('button', { name }).count(), String(name)).toBe(0);

    await other.goto(kith.origin);
    await other.getByText('Let Kith hear from your customers').waitFor();
    expect(await other.getByRole('link', { name: /^(Make a source|Create a person)/ }).count()).toBe(0);

    await other.goto(`${kith.origin}/sources`);
    await other.getByText('No source yet').waitFor();
    expect(await other.getByRole('button', { name: /New/ }).count()).toBe(0);

    await other.goto(`${kith.origin}/settings`);
    await other.getByRole('link', { name: 'Workspace' }).waitFor();
    expect(await other.getByRole('link', { name: /Users|API tokens/ }).count()).toBe(0);
    await other.goto(`${kith.origin}/settings/users`);
    await other.getByText('You may not see this').waitFor();
    await other.context().close();
  });

  it('keep the last administrator in office', async () => {
    await page.goto(`${kith.origin}/settings/users`);
    await page.getByLabel('Role of Ona Kazlaitė').selectOption('member');
    await page.getByText('This is the last administrator.').waitFor();
    await expect.poll(() => page.getByLabel('Role of Ona Kazlaitė').inputValue()).toBe('administrator');
  });

  it('show a token once', async () => {
    await page.goto(`${kith.origin}/settings/tokens`);
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Name').fill('Nightly export');
    await page.getByLabel('Role').selectOption('read_only');
    await page.getByRole('button', { name: 'Create the token' }).click();
    const secret = (await page.getByLabel('API token', { exact: true }).textContent())!.trim();
    expect(secret).toMatch(/^kith_/);
    const answer = await fetch(`${kith.origin}/api/v1/people`, {
      headers: { Authorization: `Bearer ${secret}` },
    });
    expect(answer.status).toBe(200);

    await page.reload();
    await page.getByText('Nightly export').waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Nightly export').waitFor({ state: 'detached' });
    const refused = await fetch(`${kith.origin}/api/v1/people`, {
      headers: { Authorization: `Bearer ${secret}` },
    });
    expect(refused.status).toBe(401);
  });

  it('change the language and the theme at once, and for the next visit', async () => {
    await page.goto(`${kith.origin}/settings`);
    await page.getByLabel('Language').selectOption('lt');
    await page.getByRole('heading', { name: 'Nustatymai' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('lt');
    await page.reload();
    await page.getByRole('heading', { name: 'Nustatymai' }).waitFor();
    await page.getByLabel('Kalba').selectOption('en');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();

    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(paper).not.toBe(light);
    const dark = await paper();
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await paper()).toBe(dark);
  });

  it('complain of nothing on the console meanwhile', () => expect(complaints).toEqual([]));
});
