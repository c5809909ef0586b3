// Units of territory as lines of text.
import type { UnitLineFragment } from '../api/generated/graphql';

export type UnitName = UnitLineFragment;

/** The units around it, nearest first: "Карасайский округ, Аккольский район, Акмолинская область". */
export function around(unit: Pick<UnitName, 'ancestors'>): string {
  return [...unit.ancestors]
    .reverse()
    .map((each) => each.name)
    .join(', ');
}
