// Which office of an answer is the one to go to, and which come after it.
import type { ResolutionFragment } from '../api/generated/graphql';

export type Resolution = ResolutionFragment;
type Provision = Resolution['provisions'][number];

export interface Sorted {
  /** Null where nobody serves, and where several offices serve parts of the place. */
  primary: Provision | null;
  others: readonly Provision[];
  /** Those that take no application and only hear complaints. */
  complaints: readonly Provision[];
}

/** Who takes the application comes first; provisions come most specific territory first. */
export function sorted(told: Resolution, outcome: Resolution['outcome']): Sorted {
  const { provisions } = told;
  const primary =
    outcome === 'SEVERAL_OFFICES'
      ? null
      : (provisions.find(({ roles }) => roles.includes('ACCEPTS_APPLICATIONS')) ?? provisions[0] ?? null);
  const rest = provisions.filter((each) => each !== primary);
  const hearsOnly = ({ roles }: Provision) => roles.length === 1 && roles[0] === 'HEARS_COMPLAINTS';
  return {
    primary,
    others: rest.filter((each) => !hearsOnly(each)),
    complaints: rest.filter(hearsOnly),
  };
}
