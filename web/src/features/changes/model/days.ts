/** What happened at a moment, by the days of the workspace's clocks; the order stays. */
export function byDay<T extends { created_at: string }>(
  sets: T[],
  dayOf: (at: string) => string,
): { day: string; sets: T[] }[] {
  const days: { day: string; sets: T[] }[] = [];
  for (const set of sets) {
    const day = dayOf(set.created_at);
    const last = days.at(-1);
    if (last?.day === day) last.sets.push(set);
    else days.push({ day, sets: [set] });
  }
  return days;
}
