/** One record shown to somebody whom their role hides it from, by keyboard; and no longer. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kith, launch, openAs, faultsOf, startSetUpKith, undo } from './support.ts';

const kari = { name: 'Kari Nilsen', email: 'kari@example.com', password: 'linden tree 1984' };

let kith: Kith, browser: Browser, page: Page, complaints: string[], company: string, person: string;
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/users', { ...kari, role: 'member' });
  await kith.api('POST', '/teams', { name: 'Sales', members: [] });
  for (const object of ['person', 'company'])
    await kith.api('PUT', `/roles/member/rows/${object}`, { rule: 'country = "LT"' });
  ({ id: company } = await kith.api<{ id: string }>('POST', '/companies', {
    name: 'Fjord AS',
    country: 'NO',
  }));
  ({ id: person } = await kith.api<{ id: string }>('POST', '/people', { given_name: 'Ola', country: 'NO' }));
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const dialog = () => page.getByRole('dialog');
const share = async () => {
  await page.getByRole('button', { name: 'More', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Share…' }).press('Enter');
  await dialog().getByText('It is shared with nobody.').waitFor();
};

describe('sharing one record', () => {
  it('shows it to a colleague at once, by keyboard, and hides it again', async () => {
    const theirs = await openAs(kith, browser, kari);
    const sees = async () => {
      await theirs.page.goto(`${kith.origin}/companies`);
      await theirs.page.getByRole('heading', { name: 'Companies' }).waitFor();
      return theirs.page.getByText('Fjord AS').first();
    };
    await (await sees()).waitFor({ state: 'detached' });

    await page.goto(`${kith.origin}/companies/${company}`);
    await share();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByLabel('A colleague or a team').selectOption({ label: kari.name });
    await dialog().getByRole('list', { name: 'Those who were let in' }).getByText(kari.name).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await (await sees()).waitFor();

    await dialog()
      .getByRole('button', { name: `Share with ${kari.name} no more` })
      .press('Enter');
    await dialog().getByText('It is shared with nobody.').waitFor();
    await page.keyboard.press('Escape');
    await (await sees()).waitFor({ state: 'detached' });
    await undo(page, `No longer shared with ${kari.name}`);
    await page.getByText('Undone').first().waitFor();
    await (await sees()).waitFor();
    expect(theirs.complaints).toEqual([]);
    await theirs.page.context().close();
  });

  it('is offered on the page of a person, with teams', async () => {
    await page.goto(`${kith.origin}/people/${person}`);
    await share();
    await dialog().getByLabel('A colleague or a team').selectOption({ label: 'Sales' });
    await dialog()
      .getByRole('list', { name: 'Those who were let in' })
      .getByText('a team', { exact: true })
      .waitFor();
    const { data } = await kith.api<{ data: { name: string; kind: string }[] }>(
      'GET',
      `/people/${person}/shares`,
    );
    expect(data).toMatchObject([{ name: 'Sales', kind: 'team' }]);
    await page.keyboard.press('Escape');
  });

  it('makes the browser complain of nothing', () => expect(complaints).toEqual([]));
});
