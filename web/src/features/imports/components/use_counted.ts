import { useFormat } from '@/lib/use_format.ts';

/** What a counted sentence is given: the number that chooses its form, and the same as it is read. */
export function useCounted() {
  const format = useFormat();
  return (count: number) => ({ count, n: format.number(count) });
}
