import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Kith, launch, open, openAs, startSetUpKith } from './support.ts';

let kith: Kith, browser: Browser, shop: Server, snippet: string;
beforeAll(async () => {
  shop = createServer((request, response) => {
    const title = request.url === '/kettles' ? 'Kettles' : 'Linden shop';
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><head><title>${title}</title>${snippet}</head><body>
      <h1>${title}</h1><a href="/kettles">All kettles</a>
      <button onclick="analytics.track('Product Viewed', { product: 'Copper kettle', price: 49 })">Copper kettle</button>
      <button onclick="analytics.identify('customer-7', { email: 'ruta@example.com', first_name: 'Rūta', last_name: 'Žukaitė' })">Sign up</button>
      <button onclick="analytics.track('Order Completed', { order_id: 'A-1', revenue: 49, currency: 'EUR' })">Buy</button>
    </body></html>`);
  });
  await new Promise<void>(done => shop.listen(0, '127.0.0.1', done));
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  shop?.closeAllConnections();
  shop?.close();
  await kith?.stop();
});

it('turns the visitor of a page with the pasted snippet into a person whose story makes sense', async () => {
  const { page, complaints } = await openAs(kith, browser);

  // From the empty home to the snippet.
  await page.goto(kith.origin);
  await page
    .getByRole('link', { name: 'Make a source' })
    .or(page.getByRole('button', { name: 'Make a source' }))
    .click();
  await page.getByLabel('Name').fill('Web shop');
  await page.getByRole('button', { name: 'Create the source' }).click();
  const key = (await page.getByRole('dialog').locator('pre').textContent())!.trim();
  await page.getByRole('button', { name: 'Show what to paste' }).click();
  await page.waitForURL('**/sources/*');
  const source = page.url();
  snippet = (await page.getByLabel('Browser', { exact: true }).and(page.locator('pre')).textContent())!;
  expect(snippet).toContain(key);
  expect(snippet).toContain(kith.origin);

  // One browser looks at what arrives, the other visits the shop.
  await page.getByRole('link', { name: 'Live' }).click();
  await page.getByText('Nothing has arrived yet').waitFor();
  const visitor = await open(browser);
  // Chromium takes a machine without a network for offline, and Segment's library would wait although the server is beside it.
  await visitor.page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true }),
  );
  const elsewhere: string[] = [];
  visitor.page.on('request', request => {
    if (!request.url().startsWith('http://127.0.0.1:')) elsewhere.push(request.url());
  });
  const site = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  await visitor.page.goto(site);
  await page.getByText('stored').first().waitFor();

  const list = await openAs(kith, browser);
  await list.page.goto(`${kith.origin}/people`);
  await list.page.getByText('Nobody here yet').waitFor();
  await visitor.page.getByRole('link', { name: 'All kettles' }).click();
  await visitor.page.getByRole('button', { name: 'Copper kettle' }).click();
  await visitor.page.getByRole('button', { name: 'Sign up' }).click();

  // The list was not touched: the person came to it.
  await list.page.getByRole('link', { name: 'Rūta Žukaitė' }).click();
  const timeline = list.page.getByRole('region', { name: 'Timeline' });
  await timeline.getByText('Told who they are').waitFor();

  // Nor is the person's page when the next thing happens.
  await visitor.page.getByRole('button', { name: 'Buy' }).click();
  await timeline.getByText('Made a purchase').waitFor();
  const story = await timeline.innerText();
  // Looking around is one line that opens.
  const parts = ['Made a purchase', 'Told who they are', '2 pages viewed'];
  const places = parts.map(part => story.indexOf(part));
  expect(places, story).not.toContain(-1);
  expect(places, story).toEqual(places.toSorted((a, b) => a - b));
  expect(story).toContain('€49.00');
  await timeline.getByRole('button', { name: '2 pages viewed' }).click();
  const looked = await timeline.innerText();
  const seen = ['Looked at Copper kettle', 'Viewed Kettles', 'Viewed Linden shop'].map(part =>
    looked.indexOf(part),
  );
  expect(seen, looked).not.toContain(-1);
  expect(seen, looked).toEqual(seen.toSorted((a, b) => a - b));
  const about = list.page.getByRole('region', { name: 'Person' });
  await about.getByText('ruta@example.com').first().waitFor();
  await about.getByText('Identity keys').click();
  await about.getByText('customer-7').waitFor();
  await list.page.getByRole('region', { name: 'Value' }).getByText('€49.00').first().waitFor();

  // The sums agree with what was done: two pages, a look, a name, an order.
  await page.goto(source);
  await expect.poll(() => page.locator('dl').first().innerText()).toMatch(/Received\s+5[\s=]+Stored\s+5/);

  expect(elsewhere, 'nothing is asked of anyone but Kith and the shop').toEqual([]);
  expect([...complaints, ...visitor.complaints, ...list.complaints]).toEqual([]);
}, 90_000);
