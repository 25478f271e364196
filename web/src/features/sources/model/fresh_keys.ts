/**
 * Secrets of write keys made since the page was loaded. The server shows a secret once and keeps only its hash; until the page is
 * left, the snippet can be shown with it filled in. Never stored.
 */
const secrets = new Map<string, string>();

export function keepFreshKey(source: string, secret: string) {
  secrets.set(source, secret);
}
export function freshKeyOf(source: string): string | undefined {
  return secrets.get(source);
}
