/** Fails when the script that a screen loads at first, compressed with brotli, is more than the limit. Run after `npm run build`. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const first_load_bytes_max = 200 * 1024;
const dist = join(import.meta.dirname, '../dist');
interface Chunk {
  file: string;
  imports?: string[];
  isEntry?: boolean;
}
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;

/** A chunk with all that it imports statically. */
function loaded(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk || seen.has(name)) return seen;
  seen.add(name);
  chunk.imports?.forEach(imported => loaded(imported, seen));
  return seen;
}
const bytesOf = (file: string) => brotliCompressSync(readFileSync(join(dist, file))).length;

const entry = Object.keys(manifest).find(name => manifest[name]!.isEntry)!;
const early = /src="\/(assets\/early-theme[^"]+)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))![1]!;
/** The texts of one language are loaded, of the largest at worst. */
const largestLanguage = Object.keys(manifest)
  .filter(name => name.startsWith('src/locales/'))
  .sort((a, b) => bytesOf(manifest[b]!.file) - bytesOf(manifest[a]!.file))[0]!;
/** Every room, and home, which the entry's own route shows. */
const rooms = Object.keys(manifest).filter(name => name.startsWith('src/app/routes/'));
const screens = ['src/features/home/components/home_page.tsx', ...rooms].map(
  name => [basename(name, '.tsx'), name] as const,
);
let isTooLarge = false;
for (const [screen, route] of screens) {
  const names = new Set([...loaded(entry), ...loaded(route), ...loaded(largestLanguage)]);
  const files = [...new Set([early, ...[...names].map(name => manifest[name]!.file)])].filter(file =>
    file.endsWith('.js'),
  );
  const bytes = files.reduce((sum, file) => sum + bytesOf(file), 0);
  isTooLarge ||= bytes > first_load_bytes_max;
  console.log(
    `${screen.padEnd(10)} ${(bytes / 1024).toFixed(1)} KB of script in ${files.length} files (limit ${first_load_bytes_max / 1024} KB)`,
  );
}
process.exitCode = isTooLarge ? 1 : 0;
