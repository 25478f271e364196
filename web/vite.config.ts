import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The theme has to stand before the first paint, and the content security policy admits no inline script. So this one small
 * classic script is served as a file of its own, with a hashed name, and blocks the head for the few microseconds it runs.
 */
function earlyTheme(): Plugin {
  const source = readFileSync(here('./src/app/early_theme.js'), 'utf8');
  const fileName = `assets/early-theme-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
  let isBuild = false;
  return {
    name: 'kith-early-theme',
    configResolved(config) {
      isBuild = config.command === 'build';
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source });
    },
    transformIndexHtml: () => [
      {
        tag: 'script',
        attrs: { src: isBuild ? `/${fileName}` : '/src/app/early_theme.js' },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** Beside each text `x` its `x.br`, as small as it gets, which the server hands out as it is: nobody waits for it at first use. */
function compressedAhead(): Plugin {
  const smallest_bytes = 1024;
  return {
    name: 'kith-compressed-ahead',
    apply: 'build',
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir!, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(path)) continue;
        const bytes = readFileSync(path);
        if (bytes.length >= smallest_bytes) writeFileSync(`${path}.br`, brotliCompressSync(bytes));
      }
    },
  };
}

const server = process.env.KITH_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss(), earlyTheme(), compressedAhead()],
  resolve: { alias: { '@': here('./src') } },
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '/api': server, '/v1': server, '/analytics.js': server },
  },
  test: { include: ['src/**/*.test.ts', 'mock/**/*.test.ts'], environment: 'node' },
});
