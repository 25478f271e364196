/** Teams made by keyboard, and a role whose rule shows what belongs to them: in force the moment somebody joins or leaves. */
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
  for (const user of [jonas, kari]) {
    const { id } = await kith.api<{ id: string }>('POST', '/users', { ...user, role: 'member' });
    await kith.api('POST', '/leads', { name: `of ${user.name}`, owner: id });
  }
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

interface Team {
  id: string;
  name: string;
  parent: string | null;
  members: { user: { name: string }; is_lead: boolean }[];
  version: number;
}
const teams = async () => (await kith.api<{ data: Team[] }>('GET', '/teams')).data;
const team = async (name: string) => (await teams()).find(one => one.name === name);
const dialog = () => page.getByRole('dialog');
const names = (of: Page) => of.locator('td[data-field=name]').allInnerTexts();
const theTeams = async () => {
  await page.goto(`${kith.origin}/settings/teams`);
  await page.getByRole('button', { name: 'New team', exact: true }).waitFor();
};

describe('a team', () => {
  it('is made by keyboard, and stands below another', async () => {
    await theTeams();
    await page.getByText('There are no teams yet').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('c');
    await dialog().getByLabel('Name').fill('Sales');
    await dialog().getByLabel('Somebody else').selectOption({ label: jonas.name });
    await dialog().getByRole('button', { name: 'Add', exact: true }).press('Enter');
    await dialog()
      .getByRole('checkbox', { name: `${jonas.name} leads the team` })
      .press('Space');
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Make the team' }).press('Enter');
    await page.getByText('The team “Sales” is there').waitFor();
    expect((await team('Sales'))?.members).toMatchObject([{ user: { name: jonas.name }, is_lead: true }]);

    await page.getByRole('button', { name: 'More for Sales' }).press('Enter');
    await page.getByRole('menuitem', { name: 'New team below' }).press('Enter');
    await dialog().getByLabel('Name').fill('sales');
    await dialog().getByRole('button', { name: 'Make the team' }).press('Enter');
    await dialog().getByText('Already used elsewhere').waitFor();
    await dialog().getByLabel('Name').fill('North');
    await page.keyboard.press('Enter');
    await page.getByText('The team “North” is there').waitFor();
    expect((await team('North'))?.parent).toBe((await team('Sales'))?.id);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('stands beside each of its users', async () => {
    await page.goto(`${kith.origin}/settings/users`);
    await page
      .getByRole('list', { name: `Teams of ${jonas.name}` })
      .getByText('Sales')
      .waitFor();
    expect(await page.getByRole('list', { name: `Teams of ${kari.name}` }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('is never offered a place below itself', async () => {
    await theTeams();
    await page.getByRole('button', { name: /^Sales/ }).press('Enter');
    expect(await dialog().getByLabel('Stands below').locator('option').allInnerTexts()).toEqual([
      'No other team',
    ]);
    await page.keyboard.press('Escape');
  });
});

describe('what belongs to my teams', () => {
  it('is what a role sees, said in words', async () => {
    await page.goto(`${kith.origin}/settings/roles/member`);
    await page.getByRole('button', { name: /^Leads/ }).press('Enter');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await dialog().getByLabel('Field').selectOption('owner');
    await dialog().getByLabel('Condition').selectOption('in_my_teams');
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Owner is somebody in my teams').waitFor();
    const { objects } = await kith.api<{ objects: Record<string, { rows: string }> }>('GET', '/roles/member');
    expect(objects.lead?.rows).toBe('owner in my teams');
  });

  it('follows who joins and who leaves, for somebody who is signed in meanwhile', async () => {
    const theirs = await openAs(kith, browser, jonas);
    const list = async () => {
      await theirs.page.goto(`${kith.origin}/leads?sort=name`);
      await theirs.page.getByRole('grid').waitFor();
      return names(theirs.page);
    };
    expect(await list()).toEqual([`of ${jonas.name}`]);

    await theTeams();
    await page.getByRole('button', { name: /^North/ }).click();
    await dialog().getByLabel('Somebody else').selectOption({ label: kari.name });
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('“North” changed').waitFor();
    expect(await list()).toEqual([`of ${jonas.name}`, `of ${kari.name}`]);
    await theirs.page.goto(`${kith.origin}/leads?filter=${encodeURIComponent('owner in my reports')}`);
    await expect.poll(() => names(theirs.page)).toEqual([`of ${kari.name}`]);
    await theirs.page.getByRole('button', { name: 'Owner is one of my reports', exact: true }).waitFor();

    await page.getByRole('button', { name: 'More for North' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog().getByText('1 person leaves this team').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Delete the team' }).click();
    await page.getByText('The team “North” is deleted').waitFor();
    expect(await list()).toEqual([`of ${jonas.name}`]);
    await undo(page, 'The team “North” is deleted');
    await page.getByRole('button', { name: /^North/ }).waitFor();
    expect(await list()).toEqual([`of ${jonas.name}`, `of ${kari.name}`]);
    expect(theirs.complaints).toEqual([]);
    await theirs.page.context().close();
  });

  it('is offered while a filter is typed', async () => {
    await page.goto(`${kith.origin}/leads`);
    await page.getByRole('button', { name: 'Write the filter as text' }).press('Enter');
    const area = page.getByRole('textbox', { name: 'Filter as text' });
    await expect.poll(() => area.evaluate(box => box === document.activeElement)).toBe(true);
    await page.keyboard.type('owner in m');
    await page.getByRole('option', { name: 'my teams' }).waitFor();
    await page.getByRole('option', { name: 'my reports' }).waitFor();
  });
});

it('makes the browser complain of nothing', () => {
  expect(complaints).toEqual([]);
});
