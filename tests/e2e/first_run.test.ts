import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { administrator, type Kith, launch, open, signIn, startKith } from './support.ts';

let kith: Kith, browser: Browser;
beforeAll(async () => {
  [kith, browser] = await Promise.all([startKith(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

it('is set up by the printed link, and the door then opens to the right password only', async () => {
  const { page, complaints } = await open(browser);

  // Whoever comes without the link is asked for its code.
  await page.goto(kith.origin);
  await page.waitForURL('**/setup');
  await page.getByLabel('Set-up code').waitFor();

  await page.goto(kith.setupLink!);
  await page.getByLabel('Name of the business').fill('Linden');
  await page.getByLabel('Your name').fill(administrator.name);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await page.getByText('Too short or too easy to guess').waitFor();
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Set up and sign in' }).click();

  await page.getByRole('heading', { name: 'Let Kith hear from your customers' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');

  await page.goto(`${kith.origin}/settings`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');

  // The link has had its one use.
  await page.goto(kith.setupLink!);
  await page.getByText('Kith is already set up').waitFor();

  // One is led to the door, told what was wrong there, and then to where one wanted to go.
  await page.goto(`${kith.origin}/people?sort=name`);
  await page.waitForURL('**/sign-in?**');
  await signIn(page, administrator.email, 'not the password');
  await page.getByRole('alert').getByText('The e-mail or the password is not right.').waitFor();
  await signIn(page, administrator.email, administrator.password);
  await page.waitForURL('**/people?sort=name');
  await page.getByText('Nobody here yet').waitFor();
  expect(complaints).toEqual([]);
});
