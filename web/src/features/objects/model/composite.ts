import type { CompositeType } from '@/lib/api/types.ts';
import { partsOfType, type PartName } from '@/lib/records/composites.ts';

export const compositeTypes = Object.keys(partsOfType) as CompositeType[];
/** The parts' labels begin with it, so it is shorter than a field's. */
export const composite_label_length_max = 60;

/** What most have no use for; the rest is ticked to begin with. */
const seldom: PartName[] = ['region', 'prefix', 'middle_name', 'suffix'];

/** The parts that a new composite begins with. */
export const usualParts = (type: CompositeType): PartName[] =>
  partsOfType[type].filter(part => !seldom.includes(part));

/** With or without a part, in the order in which they are written down. */
export const withPart = (
  type: CompositeType,
  parts: readonly PartName[],
  part: PartName,
  isIn: boolean,
): PartName[] => partsOfType[type].filter(each => (each === part ? isIn : parts.includes(each)));
