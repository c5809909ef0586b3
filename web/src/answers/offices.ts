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
  const hearsOnly = ({ roles }: Provision) => roles.every((role) => role === 'HEARS_COMPLAINTS');
  const serving = told.provisions.filter((each) => !hearsOnly(each));
  const primary =
    outcome === 'SEVERAL_OFFICES'
      ? null
      : (serving.find(({ roles }) => roles.includes('ACCEPTS_APPLICATIONS')) ?? serving[0] ?? null);
  return {
    primary,
    others: serving.filter((each) => each !== primary),
    complaints: told.provisions.filter(hearsOnly),
  };
}
