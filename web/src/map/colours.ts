// The colours of the map and the legend; each office colour has a contrast of at least 4.5:1 on the
// background.
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

/** Distance to the serving office in metres, near to far: the upper limit and the colour. */
export const WAYS: readonly (readonly [number, string])[] = [
  [5_000, '#0b7a5b'],
  [20_000, '#6aa84f'],
  [50_000, '#d9a400'],
  [100_000, '#dd6b20'],
  [Infinity, '#b3261e'],
];
export const UNSERVED = '#1a1a1a';
export const UNKNOWN_WAY = '#8a949b';

/** The colours of the map's background: light, or dark where the user prefers dark. */
export interface Palette {
  /** Land beyond the country. */
  paper: string;
  land: string;
  water: string;
  river: string;
  waterInk: string;
  border: string;
  ink: string;
  soft: string;
  accent: string;
}

const LIGHT: Palette = {
  paper: '#eceeeb',
  land: '#fbfaf6',
  water: '#bcd9e6',
  river: '#8fbfd4',
  waterInk: '#2c617a',
  border: '#a9b6b8',
  ink: '#22333b',
  soft: '#4d6067',
  accent: '#00566b',
};
const DARK: Palette = {
  paper: '#161d20',
  land: '#222d32',
  water: '#123f52',
  river: '#2b6d86',
  waterInk: '#9fd2e6',
  border: '#56686f',
  ink: '#e6eeee',
  soft: '#b3c1c6',
  accent: '#86d3e4',
};

export function paletteOf(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}

export const INK = LIGHT.ink;
export const ACCENT = LIGHT.accent;
