/**
 * Five mornings at work in the example business, each gone through as a person would: by keyboard where one would type and
 * by pointer where one would point. What each took, in presses and seconds, is printed. `KITH_MORNING_PEOPLE=50000` makes
 * the business as large as one that has to be quick.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoUser, type Kith, launch, openAs, startKith } from './support.ts';

const people = Number(process.env.KITH_MORNING_PEOPLE ?? 2000);
const events_a_person = 12;

let kith: Kith, browser: Browser, page: Page, complaints: string[];
const report: { morning: string; presses: number; seconds: number }[] = [];
let presses = 0;

beforeAll(
  async () => {
    const demo = ['--people', String(people), '--events', String(people * events_a_person), '--seed', '7'];
    [kith, browser] = await Promise.all([startKith({ demo }), launch()]);
    ({ page, complaints } = await openAs(kith, browser, demoUser, { acceptDownloads: true }));
    await page.exposeFunction('kithPressed', () => void ++presses);
    await page.addInitScript(() => {
      const told = () => void (window as unknown as { kithPressed: () => void }).kithPressed();
      for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, told, true);
    });
  },
  60_000 + people * 20,
);
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
  const line = ({ morning, presses: count, seconds }: (typeof report)[number]) =>
    `${morning.padEnd(42)} ${String(count).padStart(4)} presses ${seconds.toFixed(1).padStart(6)} s`;
  console.log(`${people} people\n${report.map(line).join('\n')}`);
});

/** A morning begins at home, and ends when what was to be done is done. */
function morning(name: string, work: () => Promise<void>) {
  it(name, async () => {
    await page.goto(kith.origin);
    await page.getByRole('heading', { name: 'How the business does' }).waitFor();
    presses = 0;
    const begun = performance.now();
    await work();
    report.push({ morning: name, presses, seconds: (performance.now() - begun) / 1000 });
  });
}

const dialog = () => page.getByRole('dialog');
const keys = async (...pressed: string[]) => {
  for (const key of pressed) await page.keyboard.press(key);
};
/** The number of rows that a list says it has. */
const total = async () => {
  const text = await page.getByText(/^\d[\d,]* of [\d,]+\+?$/).innerText();
  return Number(text.split(' of ')[1]!.replace(/\D/g, ''));
};
/** Lists have their names in a column of links. */
const firstName = () => page.locator('td[data-field=name]').first();
const choose = async (list: Locator, label: string) => {
  presses += 2; // the list is opened, the choice pressed
  await list.selectOption({ label });
};

interface Person {
  id: string;
  name: string;
  phone: string;
  email: string;
}
const found = async (filter: string, limit: number) =>
  (await kith.api<{ data: Person[] }>('GET', `/people?limit=${limit}&filter=${encodeURIComponent(filter)}`))
    .data;

/** Somebody who asked about what they bought, and has heard nothing yet. */
async function whoWaits(): Promise<Person> {
  const [person] = await found('stage = "customer" and phone is present', 1);
  await kith.api('POST', `/people/${person!.id}/events`, {
    type: 'Question Asked',
    properties: { about: 'Steam iron', question: 'It does not switch on any more.' },
  });
  return person!;
}

describe('a morning', () => {
  morning('a clerk answers a caller', async () => {
    const { name, phone } = await whoWaits();
    // The caller says their number as people do.
    await keys('g', 'p');
    await page.getByRole('grid').waitFor();
    await keys('/');
    await page.keyboard.type(phone.replace(/^(\+\d{3})(\d{3})/, '$1 $2 '));
    await expect.poll(total).toBe(1);
    expect(await firstName().innerText()).toBe(name);
    await keys('Enter');
    await page.getByRole('heading', { name }).waitFor();
    // What waits for an answer stands first, and beside it what they own.
    const waiting = page.getByRole('region', { name: 'Waits for an answer' });
    await waiting.getByRole('button', { name: 'Answer' }).click();
    await page.keyboard.type('A mechanic comes on Friday.');
    await keys('Enter');
    await waiting.waitFor({ state: 'detached' });
    await page.getByText('A mechanic comes on Friday.').first().waitFor();
    await page.getByLabel('Note', { exact: true }).click();
    await page.keyboard.type('Prefers to be called in the evening.');
    await keys('Enter');
    await page.getByText('Prefers to be called in the evening.').first().waitFor();
  });

  morning('a marketer looks for whom to write to', async () => {
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await choose(dialog().getByLabel('Field'), 'Country');
    await choose(dialog().getByLabel('Value'), 'Norway');
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: /^Country is Norway/ }).waitFor();
    const norwegians = await total();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await choose(dialog().getByLabel('Field'), 'Sex');
    await dialog().getByLabel('Female', { exact: true }).check();
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await expect.poll(total).toBeLessThan(norwegians);
    await page.getByRole('columnheader', { name: 'Last seen' }).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Save as a view' }).click();
    await dialog().waitFor();
    await page.keyboard.type('Norwegian women who buy');
    await keys('Enter');
    await page.getByRole('link', { name: 'Norwegian women who buy' }).waitFor();
  });

  morning('an administrator sets up a source and a user', async () => {
    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await dialog().waitFor();
    await page.keyboard.type('Newsletter');
    await dialog().getByRole('button', { name: 'Create the source' }).click();
    await page.getByRole('button', { name: 'Show what to paste' }).click();
    await page.getByText('analytics.load').first().waitFor();

    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('button', { name: 'New user' }).click();
    await dialog().waitFor();
    await page.keyboard.type('Rasa');
    await keys('Tab');
    await page.keyboard.type('rasa@example.com');
    await choose(dialog().getByLabel('Role'), 'Member');
    await dialog().getByLabel('First password').click();
    await page.keyboard.type('birch tree 1984');
    await keys('Enter');
    await page.getByText('Rasa can sign in now').waitFor();
  });

  morning('a data protection officer answers two requests', async () => {
    const [asks, leaves] = await found('is_known = true and email is present', 2);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Data requests' }).click();
    await page.getByRole('button', { name: 'Write a request down' }).first().click();
    await dialog().waitFor();
    await page.keyboard.type(asks!.email);
    await dialog().getByRole('option').first().waitFor();
    await keys('Enter');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: asks!.name }).first().click();
    await page.getByRole('heading', { name: asks!.name }).waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy of their data' }).click();
    const copied = page.waitForEvent('download');
    await dialog().getByRole('button', { name: 'Readable page' }).click();
    expect(await readFile(await (await copied).path(), 'utf8')).toContain(asks!.email);
    await keys('Escape');
    await dialog().waitFor({ state: 'detached' });

    // Another wants to be gone.
    await keys('g', 'p');
    await page.getByRole('grid').waitFor();
    await keys('/');
    await page.keyboard.type(leaves!.email);
    await expect.poll(() => firstName().innerText()).toBe(leaves!.name);
    await keys('Enter');
    await page.getByRole('heading', { name: leaves!.name }).waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Erase for good' }).click();
    await dialog().getByText('This cannot be undone.').waitFor();
    await page.keyboard.type(leaves!.name);
    await dialog().getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('Erased').first().waitFor();
    await expect(kith.api('GET', `/people/${leaves!.id}`)).rejects.toThrow(/404|410/);
  });

  morning('an analyst exports and counts', async () => {
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await choose(dialog().getByLabel('Field'), 'Country');
    await choose(dialog().getByLabel('Value'), 'Estonia');
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: /^Country is Estonia/ }).waitFor();
    const rows = await total();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export' }).click();
    const exported = page.waitForEvent('download');
    await dialog().getByRole('button', { name: 'Export', exact: true }).click();
    const file = await readFile(await (await exported).path(), 'utf8');
    expect(file.trimEnd().split('\n').length - 1).toBe(rows);
    await page.getByText(/rows are in/).waitFor();
  });
});

it('leaves no complaint on the console', () => expect(complaints).toEqual([]));
