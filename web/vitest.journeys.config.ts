import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The journeys of ../tests/e2e. They lie outside this folder and use its packages. */
export default defineConfig({
  resolve: {
    alias: {
      'playwright-core': here('./node_modules/playwright-core'),
      vitest: here('./node_modules/vitest'),
    },
  },
  test: {
    include: ['../tests/e2e/**/*.test.ts'],
    environment: 'node',
    // Each has a server and a browser of its own: two cores carry two.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is looked at again and again may take as long as what is waited for.
    expect: { poll: { timeout: 10_000 } },
  },
});
