import { expect, test } from 'vitest';
import { share } from './share.ts';

test('a share of nothing, or of what is not known yet, is no number', () => {
  expect(share(3, 12)).toBe(0.25);
  expect(share(0, 12)).toBe(0);
  expect(share(0, 0)).toBeNull();
  expect(share(null, 12)).toBeNull();
});
