/**
 * Makes the pictures of README and docs anew: the example business, served by the executable that is built, looked at in Chromium.
 *
 *   ninja -C build/release kith && npm run pictures     (KITH_EXECUTABLE names another executable)
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
process.env.KITH_EXECUTABLE ??= ['release', 'dev']
  .map(preset => join(root, 'build', preset, 'kith'))
  .find(path => existsSync(path));
// The journeys' support lies outside of this package and finds the browser's driver by it.
registerHooks({
  resolve: (name, context, next) =>
    next(name, name === 'playwright-core' ? { ...context, parentURL: import.meta.url } : context),
});
const { demoUser, launch, openAs, startKith } = await import('../../tests/e2e/support.ts');

const folder = join(root, 'docs/images');
const size = { width: 1366, height: 768 };
await mkdir(folder, { recursive: true });
const kith = await startKith({ demo: ['--seed', '1'] });
const browser = await launch();
try {
  // Somebody with something to tell: who bought for long, and asked.
  const filter = encodeURIComponent('stage = "advocate" and company is absent and household is present');
  const { data } = await kith.api<{ data: { id: string }[] }>(
    'GET',
    `/people?limit=1&sort=-last_seen_at&filter=${filter}`,
  );
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await openAs(kith, browser, demoUser, {
      viewport: size,
      colorScheme,
      deviceScaleFactor: 1.5,
    });
    const suffix = colorScheme === 'light' ? '' : '-dark';
    for (const [name, path] of [
      ['home', '/'],
      ['people', '/people?sort=-last_seen_at'],
      ['person', `/people/${data[0]?.id ?? ''}`],
    ] as const) {
      await page.goto(kith.origin + path);
      await page.locator('main h1, main h2').first().waitFor();
      await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
      await page.screenshot({ path: join(folder, `${name}${suffix}.png`) });
      console.log(`docs/images/${name}${suffix}.png`);
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await kith.stop();
}
