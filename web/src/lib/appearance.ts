import type { Density, Theme } from './api/types.ts';

/** Sets how the document looks, and leaves it behind for `early_theme.js` of the next visit. */
export function applyAppearance({ theme, density }: { theme?: Theme; density?: Density }) {
  const root = document.documentElement;
  if (theme) {
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    remember('kith.theme', theme);
  }
  if (density) {
    root.dataset.density = density;
    remember('kith.density', density);
  }
}

export function remember(name: string, value: string) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage may be denied; the choice then lasts as long as the session tells it.
  }
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
