// The base map: land, waters, rivers, borders and names for orientation; approximate.
import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Palette } from './colours';

interface Source {
  source: 'basemap';
  'source-layer': string;
}
const of = (part: string): Source => ({ source: 'basemap', 'source-layer': part });

/** Layers below all marks, only for the own base map: an operator's background has its own. */
export function groundLayers(palette: Palette): LayerSpecification[] {
  return [
    { id: 'paper', type: 'background', paint: { 'background-color': palette.paper } },
    { id: 'ground-land', type: 'fill', ...of('land'), paint: { 'fill-color': palette.land } },
  ];
}

/** Waters and borders, above the areas of units. */
export function waterLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'ground-borders',
      type: 'line',
      ...of('borders'),
      paint: {
        'line-color': palette.border,
        'line-width': ['case', ['get', 'home'], 1.6, 0.8],
      },
    },
    {
      id: 'ground-rivers',
      type: 'line',
      ...of('rivers'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.river,
        'line-width': [
          'interpolate',
          ['linear'],
          ['zoom'],
          3,
          ['interpolate', ['linear'], ['get', 'rank'], 2, 1.1, 9, 0.4],
          8,
          ['interpolate', ['linear'], ['get', 'rank'], 2, 2.6, 9, 1.2],
        ],
        // At high zoom a river that is a kilometre off would mislead.
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 10, 1, 13, 0.4],
      },
    },
    {
      id: 'ground-water',
      type: 'fill',
      ...of('water'),
      // Its banks are exact to some hundred metres: at high zoom they fade, as rivers do.
      paint: {
        'fill-color': palette.water,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 10, 1, 13, 0.5],
      },
    },
  ];
}

/** Names of waters, countries and foreign towns; the names of own towns are drawn above the marks. */
export function groundNames(
  name: ExpressionSpecification,
  fonts: { plain: string; medium: string },
  palette: Palette,
): LayerSpecification[] {
  return [
    {
      id: 'ground-river-names',
      type: 'symbol',
      ...of('rivers'),
      minzoom: 5,
      layout: {
        'symbol-placement': 'line',
        'text-field': name,
        'text-font': [fonts.plain, 'sans-serif'],
        'text-size': 11,
        'symbol-spacing': 400,
      },
      paint: halo(palette.waterInk, palette.land),
    },
    spoken('ground-water-names', 'waters', 12, name, fonts.plain, halo(palette.waterInk, palette.water)),
    spoken('ground-country-names', 'countries', 12.5, name, fonts.medium, {
      ...halo(palette.soft, palette.paper),
      'text-opacity': 0.85,
    }),
    spoken('ground-foreign-towns', 'towns', 11.5, name, fonts.plain, halo(palette.soft, palette.paper)),
  ];
}

/** The largest towns of the country: their names take precedence over marks, larger towns over smaller ones. */
export function townNames(
  name: ExpressionSpecification,
  font: string,
  palette: Palette,
): SymbolLayerSpecification {
  return {
    id: 'town-names',
    type: 'symbol',
    ...of('towns'),
    filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 24, 5, 50, 6, 100]],
    layout: {
      'text-field': name,
      'text-font': [font, 'sans-serif'],
      'text-size': ['interpolate', ['linear'], ['zoom'], 4, 12, 9, ['step', ['get', 'rank'], 17, 30, 14]],
      'text-max-width': 8,
      'text-padding': 2,
      'symbol-sort-key': ['get', 'rank'],
      'text-variable-anchor': ['bottom', 'top', 'left', 'right'],
      'text-radial-offset': 1.3, // clear of most discs, whose number would be hidden
    },
    paint: halo(palette.ink, palette.land, 2),
  };
}

function spoken(
  id: string,
  kind: string,
  size: number,
  name: ExpressionSpecification,
  font: string,
  paint: NonNullable<SymbolLayerSpecification['paint']>,
): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    ...of('names'),
    filter: ['all', ['==', ['get', 'kind'], kind], ['>=', ['zoom'], ['get', 'from_zoom']]],
    layout: {
      'text-field': name,
      'text-font': [font, 'sans-serif'],
      'text-size': size,
      'text-max-width': 7,
    },
    paint,
  };
}

function halo(ink: string, around: string, width = 1.4): NonNullable<SymbolLayerSpecification['paint']> {
  return { 'text-color': ink, 'text-halo-color': around, 'text-halo-width': width };
}
