/** Files on a record: chosen and dropped, several at once, renamed, looked at, downloaded, removed and put back; by keyboard and on a phone. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  administrator,
  faultsOf,
  type Kith,
  launch,
  openAs,
  phone,
  signIn,
  startSetUpKith,
  undo,
} from './support.ts';

const petras = { name: 'Petras', email: 'petras@example.com', password: 'linden tree 1984' };
/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Longer than a piece, so that it comes in several. */
const long = Buffer.alloc(2_500_000, 'Kith ');

let kith: Kith, browser: Browser, page: Page, complaints: string[];
let company: { id: string }, person: { id: string };
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  await kith.api('POST', '/users', { ...petras, role: 'read_only' });
  company = await kith.api('POST', '/companies', { name: 'Beržas' });
  person = await kith.api('POST', '/people', { given_name: 'Kari', family_name: 'Nilsen' });
  ({ page, complaints } = await openAs(kith, browser));
  // From the first key on, no window of the system opens.
  page.on('filechooser', () => {});
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const link = (name: string, on = page) => on.getByRole('link', { name, exact: true });
const open = async (name: string, item: string) => {
  await page.getByRole('button', { name: `What to do with ${name}`, exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
};
/** As the system's window for choosing files would. */
async function choose(files: { name: string; buffer: Buffer }[], press: () => Promise<void>) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press()]);
  await chooser.setFiles(files.map(file => ({ mimeType: 'application/octet-stream', ...file })));
}

describe('files on a record', () => {
  it('are added several at once, by a key, and are there with who added them', async () => {
    await page.goto(`${kith.origin}/companies/${company.id}`);
    await page.getByText('Drop files here or add them').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await choose(
      [
        { name: 'Sutartis 2026.pdf', buffer: long },
        { name: 'Žemėlapis.png', buffer: png },
      ],
      () => page.keyboard.press('u'),
    );
    await page.getByRole('heading', { name: 'Files: 2' }).waitFor();
    await link('Sutartis 2026.pdf').waitFor();
    await page.getByText(/2\.4 MB.*Ona Kazlaitė/).waitFor();
    await page.getByText(/picture · Ona Kazlaitė/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await undo(page, '2 files added');
    await page.getByText('Drop files here or add them').waitFor();
  });

  it('are dropped on the page; what cannot be kept says why and can be left out', async () => {
    await page.evaluate(
      ([text, picture]) => {
        const bytes = Uint8Array.from(atob(picture!), letter => letter.charCodeAt(0));
        const dropped = new DataTransfer();
        dropped.items.add(new File([text!], 'offer "draft".html'));
        dropped.items.add(new File([bytes], 'map.png'));
        dropped.items.add(new File([], 'nothing.txt'));
        const drag = (type: string) =>
          document.body.dispatchEvent(
            new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true }),
          );
        drag('dragover');
        drag('drop');
      },
      ['<script>alert(1)</script>', png.toString('base64')],
    );
    await page.getByRole('heading', { name: 'Files: 2' }).waitFor();
    await page.getByText('The file is empty.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Leave nothing.txt out' }).press('Enter');
    await page.getByText('The file is empty.').waitFor({ state: 'detached' });
  });

  it('that are changed after they were chosen are told of as that', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-file-'));
    const path = join(folder, 'plan.txt');
    await writeFile(path, 'first');
    const change = async (route: Route) => {
      await writeFile(path, 'another, and longer');
      await route.continue();
    };
    await page.route('**/attachments/on/**', change, { times: 1 });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('u')]);
    await chooser.setFiles(path);
    await page.getByText('The file was changed or moved after you chose it. Choose it again.').waitFor();
    await page.getByRole('button', { name: 'Leave plan.txt out' }).press('Enter');
    await page.getByText('The file was changed').waitFor({ state: 'detached' });
    await rm(folder, { recursive: true });
  });

  it('are not added again by dragging a picture of the page, nor under a window', async () => {
    const drop = (...before: string[]) =>
      page.evaluate(
        types => {
          const dropped = new DataTransfer();
          dropped.items.add(new File(['hello'], 'again.txt'));
          const went = types.map(type => {
            const drag = new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true });
            document.body.dispatchEvent(drag);
            return drag.defaultPrevented;
          });
          return went.at(-1);
        },
        [...before, 'dragover', 'drop'],
      );
    // The browser does not open it in place of the page either.
    expect(await drop('dragstart')).toBe(true);
    await page.evaluate(() => document.body.dispatchEvent(new DragEvent('dragend', { bubbles: true })));
    await link('map.png').press('Enter');
    await page.getByRole('dialog').getByRole('img', { name: 'map.png' }).waitFor();
    expect(await drop()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByText('Drop to add').count()).toBe(0);
    expect(await page.getByText('again.txt').count()).toBe(0);
    expect(await page.locator('img[draggable=true]').count()).toBe(0);
  });

  it('that have come when they are stopped can be undone', async () => {
    const late = async (route: Route) => {
      const answer = await route.fetch();
      await page.getByRole('button', { name: 'Stop adding late.txt' }).press('Enter');
      await route.fulfill({ response: answer }).catch(() => {});
    };
    await page.route('**/attachments/uploads/*/parts/*', late, { times: 1 });
    await choose([{ name: 'late.txt', buffer: Buffer.from('late') }], () => page.keyboard.press('u'));
    await link('late.txt').waitFor();
    await undo(page, '1 file added');
    await link('late.txt').waitFor({ state: 'detached' });
  });

  it('that were added together are undone but for what was changed since, which is told', async () => {
    await choose(
      ['one.txt', 'two.txt'].map(name => ({ name, buffer: Buffer.from(name) })),
      () => page.keyboard.press('u'),
    );
    await page.getByText('2 files added').waitFor();
    await open('two.txt', 'Rename');
    await page.getByRole('textbox', { name: 'New name of two.txt' }).fill('three.txt');
    await page.keyboard.press('Enter');
    await link('three.txt').waitFor();
    await undo(page, '2 files added');
    await page.getByText('Undone, but 1 change could not be undone').waitFor();
    await link('one.txt').waitFor({ state: 'detached' });
    await open('three.txt', 'Remove');
    await link('three.txt').waitFor({ state: 'detached' });
  });

  it('are renamed in place by keyboard, all but the extension chosen, and undone', async () => {
    await open('map.png', 'Rename');
    const box = page.getByRole('textbox', { name: 'New name of map.png' });
    await expect.poll(() => box.evaluate(element => element === document.activeElement)).toBe(true);
    await page.keyboard.type('Way to us');
    await page.keyboard.press('Enter');
    await link('Way to us.png').waitFor();
    await expect
      .poll(() => link('Way to us.png').evaluate(each => each === document.activeElement))
      .toBe(true);
    await undo(page, 'File renamed');
    await link('map.png').waitFor();
    await open('map.png', 'Rename');
    await box.waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await link('map.png').waitFor();
  });

  it('are looked at where they are pictures and saved whatever they are', async () => {
    await link('map.png').press('Enter');
    const picture = page.getByRole('dialog').getByRole('img', { name: 'map.png' });
    await expect
      .poll(() => picture.evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      link('offer "draft".html').press('Enter'),
    ]);
    expect(await readFile(await saved.path(), 'utf8')).toBe('<script>alert(1)</script>');
  });

  it('are removed and put back', async () => {
    await open('map.png', 'Remove');
    await link('map.png').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Files: 1' }).waitFor();
    await undo(page, 'File removed');
    await link('map.png').waitFor();
    expect(complaints).toEqual([]);
  });

  it('are not left behind by whoever signs out, who is asked first', async () => {
    const opened = await openAs(kith, browser);
    const held: (() => void)[] = [];
    await opened.page.route('**/attachments/uploads/*/parts/*', async route => {
      await new Promise<void>(resolve => held.push(resolve));
      await route.abort().catch(() => {});
    });
    await opened.page.goto(`${kith.origin}/companies/${company.id}`);
    const [chooser] = await Promise.all([
      opened.page.waitForEvent('filechooser'),
      opened.page.getByRole('button', { name: 'Add files' }).click(),
    ]);
    await chooser.setFiles([
      { name: 'secret.txt', mimeType: '', buffer: Buffer.from('hello') },
      { name: 'waiting.txt', mimeType: '', buffer: Buffer.from('hello') },
    ]);
    await opened.page.getByText('secret.txt', { exact: true }).waitFor();
    await opened.page.getByRole('link', { name: administrator.name }).click();
    const signOut = opened.page.getByRole('button', { name: 'Sign out' });
    await signOut.press('Enter');
    await opened.page.getByText('Files are on their way.').waitFor();
    expect(await faultsOf(opened.page)).toEqual([]);
    await opened.page.keyboard.press('Escape');
    await opened.page.getByText('Files are on their way.').waitFor({ state: 'detached' });
    await signOut.press('Enter');
    await opened.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await signIn(opened.page, petras.email, petras.password);
    await opened.page.getByRole('link', { name: 'Petras' }).waitFor();
    await opened.page.getByRole('link', { name: 'Companies' }).click();
    await opened.page.getByRole('link', { name: 'Beržas' }).click();
    await link('map.png', opened.page).waitFor();
    expect(await opened.page.getByText(/secret|waiting/).count()).toBe(0);
    expect(opened.complaints).toEqual([]);
    held.forEach(each => each());
    await opened.page.context().close();
  });

  it('are read alone by whoever may not change the record', async () => {
    const opened = await openAs(kith, browser, petras);
    await opened.page.goto(`${kith.origin}/companies/${company.id}`);
    await link('map.png', opened.page).waitFor();
    expect(await opened.page.getByRole('button', { name: 'Add files' }).count()).toBe(0);
    await opened.page.getByRole('button', { name: 'What to do with map.png' }).press('Enter');
    await opened.page.getByRole('menuitem', { name: 'Download' }).waitFor();
    expect(await opened.page.getByRole('menuitem').count()).toBe(2);
    await opened.page.keyboard.press('Escape');
    await opened.page.getByRole('menuitem').first().waitFor({ state: 'detached' });
    expect(await faultsOf(opened.page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });

  it('fit the page of a person, on a phone too', async () => {
    const opened = await openAs(kith, browser, administrator, phone);
    await opened.page.goto(`${kith.origin}/people/${person.id}`);
    await opened.page.getByRole('tab').last().click();
    const [chooser] = await Promise.all([
      opened.page.waitForEvent('filechooser'),
      opened.page.getByRole('button', { name: 'Add files' }).click(),
    ]);
    await chooser.setFiles([
      { name: `${'long-name-'.repeat(9)}.txt`, mimeType: '', buffer: Buffer.from('hello') },
    ]);
    await opened.page.getByRole('heading', { name: 'Files: 1' }).waitFor();
    const width = await opened.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.viewport.width);
    expect(await faultsOf(opened.page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });
});
