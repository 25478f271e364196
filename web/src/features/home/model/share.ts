/** A part of a whole; null where the part is not known yet or there is no whole to be a part of. */
export function share(part: number | null, whole: number): number | null {
  return part === null || whole === 0 ? null : part / whole;
}
