// The colours of the map, shared with the legend; each office colour stands 4.5:1 or more against paper.
import type { OfficeKind } from '../api/generated/graphql';

export const KIND_COLOURS: Record<OfficeKind, string> = {
  AKIMAT: '#1d5fa8',
  DEPARTMENT: '#00695c',
  PSC_BRANCH: '#b8420a',
  TERRITORIAL_BODY: '#6a3d9a',
  ORGANISATION: '#7a4f1d',
  MOBILE_UNIT: '#b8420a',
  OTHER: '#5b6770',
};

/** Distance to the serving office, near to far, in metres: up to which, and its colour. */
export const WAYS: readonly (readonly [number, string])[] = [
  [5_000, '#0b7a5b'],
  [20_000, '#6aa84f'],
  [50_000, '#d9a400'],
  [100_000, '#dd6b20'],
  [Infinity, '#b3261e'],
];
export const UNSERVED = '#1a1a1a';
export const UNKNOWN_WAY = '#8a949b';

export const PAPER = '#dde6e8';
export const LAND = '#fbfaf6';
export const BORDER = '#a9b6b8';
export const INK = '#22333b';
export const ACCENT = '#00566b';
