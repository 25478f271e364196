/**
 * Scrolls a list of the built application for a while, as a fast hand would, and prints how far it came and how long the frames took.
 *
 *   npm run build && npm run scroll -- [--rows 100000] [--port 8478] [--seconds 240]
 *   npm run scroll -- --origin http://127.0.0.1:8080 --email rasa@example.com --password '…' [--path /people]
 *
 * Without an origin it starts the mock with so many rows; with one it signs in to a server that runs.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    port: { type: 'string', default: '8478' },
    origin: { type: 'string' },
    email: { type: 'string', default: 'rasa@example.com' },
    password: { type: 'string', default: 'long enough' },
    path: { type: 'string', default: '/people' },
    seconds: { type: 'string', default: '240' },
  },
});
const base = options.origin ?? `http://127.0.0.1:${options.port}`;

const started_mock = async (): Promise<ChildProcess> => {
  const process_of_mock = spawn(
    process.execPath,
    [join(import.meta.dirname, '../mock/server.ts'), '--rows', options.rows, '--port', options.port],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise(resolve => process_of_mock.stdout.once('data', resolve));
  return process_of_mock;
};

const mock = options.origin === undefined ? await started_mock() : undefined;
const profile = await mkdtemp(join(tmpdir(), 'kith-scroll-'));
try {
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    viewport: { width: 1366, height: 768 },
  });
  const session = await browser.request.post(`${base}/api/v1/session`, {
    headers: { 'X-Kith-Request': '1', Origin: base },
    data: { email: options.email, password: options.password },
  });
  if (!session.ok()) throw new Error(`signing in: ${session.status()} ${await session.text()}`);
  const page = await browser.newPage();
  await page.goto(`${base}${options.path}`);
  await page.getByRole('grid').waitFor();
  const result = await page.evaluate(
    async time_max => {
      const scroller = document.querySelector('table[role=grid]')!.parentElement!;
      const frames: number[] = [];
      const began = performance.now();
      let last = began;
      let still = 0;
      const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve));
      // A fast hand: half a screen a frame. At the end it waits for what is being loaded.
      while (performance.now() - began < time_max && still < 200) {
        const at = await frame();
        frames.push(at - last);
        last = at;
        const before = scroller.scrollTop;
        scroller.scrollTop += 360;
        still = scroller.scrollTop === before ? still + 1 : 0;
      }
      const sorted = frames.toSorted((a, b) => a - b);
      const row = [...document.querySelectorAll<HTMLElement>('tr[data-index]')].at(-1);
      return {
        row: Number(row?.dataset.index) + 1,
        seconds: (last - began) / 1000,
        frames: frames.length,
        p50: sorted[Math.floor(sorted.length * 0.5)]!,
        p99: sorted[Math.floor(sorted.length * 0.99)]!,
        worst: sorted.at(-1)!,
        over50: frames.filter(each => each > 50).length,
      };
    },
    Number(options.seconds) * 1000,
  );
  console.log(
    `to row ${result.row} in ${result.seconds.toFixed(1)} s: ${result.frames} frames, median ${result.p50.toFixed(1)} ms, ` +
      `p99 ${result.p99.toFixed(1)} ms, longest ${result.worst.toFixed(1)} ms, ${result.over50} over 50 ms`,
  );
  await browser.close();
} finally {
  mock?.kill('SIGTERM');
  await rm(profile, { recursive: true, force: true });
}
