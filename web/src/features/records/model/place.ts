/** Where one was in a list, so that coming back finds the same place and selection. Kept as long as the page is loaded. */
export interface Place {
  active: number;
  selected: ReadonlySet<string>;
  /** All that the list matches, also what is not loaded. */
  isAllSelected: boolean;
  scrollTop: number;
}

const places = new Map<string, Place>();
const places_max = 50;

export function placeOf(key: string): Place {
  return places.get(key) ?? { active: 0, selected: new Set(), isAllSelected: false, scrollTop: 0 };
}

export function keepPlace(key: string, place: Partial<Place>) {
  const next = { ...placeOf(key), ...place };
  places.delete(key);
  places.set(key, next);
  if (places.size > places_max) places.delete(places.keys().next().value!);
}
