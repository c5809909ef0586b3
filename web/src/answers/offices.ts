// Which office of an answer is the main one, and the order of the others.
import type { ResolutionFragment } from '../api/generated/graphql';

export type Resolution = ResolutionFragment;
type Provision = Resolution['provisions'][number];

export interface Sorted {
  /** Null where no office serves the place, and where several serve parts of it. */
  primary: Provision | null;
  others: readonly Provision[];
  /** Offices that take no application and only hear complaints. */
  complaints: readonly Provision[];
}

/** Offices that take the application come first; provisions arrive with the most specific territory first. */
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
