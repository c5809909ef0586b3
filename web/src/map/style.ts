// The style of the map: own tiles only, in the language of the page; marks show the precision.
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import type { Language } from '../words/language';
import { INK, KIND_COLOURS, type Palette, UNKNOWN_WAY, UNSERVED, WAYS } from './colours';
import { groundLayers, groundNames, townNames, waterLayers } from './ground';

/** Local font families of the labels: without `glyphs` MapLibre loads no font from a server. */
export const FONTS = { plain: 'Onest Variable', medium: 'Onest Medium', strong: 'Onest SemiBold' };

/** The credits for points and waters. */
const CREDIT =
  '<a href="https://www.geonames.org/" rel="noopener">GeoNames</a> CC BY 4.0, <a href="https://whosonfirst.org/docs/licenses/" rel="noopener">Who’s On First</a>, © <a href="https://www.openstreetmap.org/copyright" rel="noopener">OpenStreetMap</a>';
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const EXACT: ExpressionSpecification = ['in', ['get', 'precision'], ['literal', ['BUILDING', 'STREET']]];
const VAGUE: ExpressionSpecification = [
  'in',
  ['get', 'precision'],
  ['literal', ['OKRUG', 'DISTRICT', 'REGION']],
];
const KIND_COLOUR = [
  'match',
  ['get', 'kind'],
  ...Object.entries(KIND_COLOURS).flat(),
  KIND_COLOURS.OTHER,
] as unknown as ExpressionSpecification;

const WAY_COLOUR = [
  'case',
  ['!', ['get', 'served']],
  UNSERVED,
  ['==', ['get', 'distance_m'], null],
  UNKNOWN_WAY,
  [
    'step',
    ['get', 'distance_m'],
    ...WAYS.flatMap(([to, colour]) => (to === Infinity ? [colour] : [colour, to])),
  ],
] as unknown as ExpressionSpecification;

/** The name in the language, else in the other one; English uses Russian names. */
function name(language: Language): ExpressionSpecification {
  const [first, second] = language === 'kk' ? ['name_kk', 'name_ru'] : ['name_ru', 'name_kk'];
  return ['coalesce', ['get', first], ['get', second], ''];
}

function label(
  language: Language,
  size: ExpressionSpecification | number,
  font: string,
): NonNullable<SymbolLayerSpecification['layout']> {
  return {
    'text-field': name(language),
    'text-font': [font, 'sans-serif'],
    'text-size': size,
    'text-max-width': 8,
    'text-padding': 3,
    'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
    'text-radial-offset': 1.7,
  };
}

/** The sources and layers of the registry, from the ground up. */
export function ownStyle(language: Language, origin: string, palette: Palette): StyleSpecification {
  const tiles = (layer: string, maxzoom: number) => ({
    type: 'vector' as const,
    tiles: [`${origin}/tiles/${layer}/{z}/{x}/{y}.mvt`],
    maxzoom,
  });
  const geojson = () => ({ type: 'geojson' as const, data: NOTHING });
  return {
    version: 8,
    sources: {
      basemap: {
        ...tiles('basemap', 8),
        bounds: [42, 36, 94, 60],
        // MapLibre drops a credit that another one contains.
        attribution: `${CREDIT}, <a href="https://www.naturalearthdata.com/" rel="noopener">Natural Earth</a>`,
      },
      units: tiles('units', 8),
      settlements: tiles('settlements', 12),
      offices: {
        ...tiles('offices', 12),
        attribution: CREDIT,
      },
      regions: geojson(),
      outline: geojson(),
      errors: geojson(),
      coverage: geojson(),
      scene: geojson(),
    },
    layers: layers(language, palette),
  };
}

function layers(language: Language, palette: Palette): LayerSpecification[] {
  const single: FilterSpecification = ['!', ['to-boolean', ['get', 'cluster']]];
  const spoken: ExpressionSpecification = ['coalesce', ['get', `name_${language}`], ['get', 'name_ru'], ''];
  return [
    ...groundLayers(palette),
    {
      id: 'regions-line',
      type: 'line',
      source: 'regions',
      filter: ['!', ['get', 'certain']],
      paint: { 'line-color': palette.border, 'line-width': 1, 'line-dasharray': [2, 3] },
    },
    {
      id: 'units-land',
      type: 'fill',
      source: 'units',
      'source-layer': 'units',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.land, 'fill-opacity': 0.6 },
    },
    {
      id: 'units-line',
      type: 'line',
      source: 'units',
      'source-layer': 'units',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: {
        'line-color': palette.border,
        'line-width': ['match', ['get', 'level'], 'REGION', 1.6, 0.8],
      },
    },
    ...waterLayers(palette),
    {
      id: 'outline-fill',
      type: 'fill',
      source: 'outline',
      paint: { 'fill-color': palette.accent, 'fill-opacity': 0.06 },
    },
    {
      id: 'outline-certain',
      type: 'line',
      source: 'outline',
      filter: ['get', 'certain'],
      paint: { 'line-color': palette.accent, 'line-width': 2 },
    },
    {
      id: 'outline-rough',
      type: 'line',
      source: 'outline',
      filter: ['!', ['get', 'certain']],
      paint: { 'line-color': palette.accent, 'line-width': 1.4, 'line-dasharray': [2, 2] },
    },
    {
      id: 'settlements',
      type: 'circle',
      source: 'settlements',
      'source-layer': 'settlements',
      minzoom: 7,
      filter: single,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 7, 1.4, 12, 3.2],
        'circle-color': '#7c8a90',
      },
    },
    {
      id: 'coverage',
      type: 'circle',
      source: 'coverage',
      paint: {
        'circle-color': WAY_COLOUR,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 3, 2, 6, 3.4, 10, 7],
        'circle-opacity': 0.9,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': ['case', ['get', 'served'], 0.5, 2],
      },
    },
    {
      id: 'errors-fill',
      type: 'fill',
      source: 'errors',
      paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.07 },
    },
    {
      id: 'errors-line',
      type: 'line',
      source: 'errors',
      paint: {
        'line-color': ['get', 'colour'],
        'line-width': 1,
        'line-opacity': 0.6,
        'line-dasharray': [3, 3],
      },
    },
    ...groundNames(spoken, FONTS, palette),
    // Somewhere in the district: a soft spot without an edge, as there is no exact point.
    {
      id: 'offices-vague',
      type: 'circle',
      source: 'offices',
      'source-layer': 'offices',
      filter: ['all', single, VAGUE],
      paint: {
        'circle-color': KIND_COLOUR,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 5, 12, 14],
        'circle-blur': 0.9,
        'circle-opacity': 0.55,
      },
    },
    // In this settlement: an open ring.
    {
      id: 'offices-settlement',
      type: 'circle',
      source: 'offices',
      'source-layer': 'offices',
      filter: ['all', single, ['!', EXACT], ['!', VAGUE]],
      paint: {
        'circle-color': '#ffffff',
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 2.5, 12, 6],
        'circle-stroke-color': KIND_COLOUR,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 4, 1.5, 12, 3],
      },
    },
    // This house or street: a full disc.
    {
      id: 'offices-exact',
      type: 'circle',
      source: 'offices',
      'source-layer': 'offices',
      filter: ['all', single, EXACT],
      paint: {
        'circle-color': KIND_COLOUR,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 3, 12, 8],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'settlement-names',
      type: 'symbol',
      source: 'settlements',
      'source-layer': 'settlements',
      minzoom: 8,
      filter: ['all', single, ['!', ['has', 'town_rank']]],
      layout: {
        ...label(language, 11.5, FONTS.plain),
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.7,
      },
      paint: { 'text-color': palette.soft, 'text-halo-color': palette.land, 'text-halo-width': 1.4 },
    },
    {
      id: 'district-names',
      type: 'symbol',
      source: 'units',
      'source-layer': 'units',
      minzoom: 5.6,
      maxzoom: 10,
      filter: ['all', ['==', ['geometry-type'], 'Point'], ['==', ['get', 'level'], 'DISTRICT']],
      layout: label(language, ['interpolate', ['linear'], ['zoom'], 5.6, 11, 9, 14], FONTS.medium),
      paint: { 'text-color': palette.soft, 'text-halo-color': palette.land, 'text-halo-width': 1.6 },
    },
    {
      id: 'region-names',
      type: 'symbol',
      // A city that is a region is labelled as a town.
      source: 'units',
      'source-layer': 'units',
      maxzoom: 7,
      filter: [
        'all',
        ['==', ['geometry-type'], 'Point'],
        ['==', ['get', 'level'], 'REGION'],
        ['!', ['has', 'population']],
      ],
      layout: label(language, ['interpolate', ['linear'], ['zoom'], 3, 10.5, 6, 15], FONTS.medium),
      paint: { 'text-color': palette.soft, 'text-halo-color': palette.land, 'text-halo-width': 1.8 },
    },
    {
      id: 'clusters',
      type: 'circle',
      source: 'offices',
      'source-layer': 'offices',
      filter: ['to-boolean', ['get', 'cluster']],
      paint: {
        'circle-color': '#3f545c',
        'circle-opacity': 0.82,
        'circle-radius': ['interpolate', ['linear'], ['get', 'count'], 2, 7, 20, 12, 200, 20],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'clusters-count',
      type: 'symbol',
      source: 'offices',
      'source-layer': 'offices',
      filter: ['to-boolean', ['get', 'cluster']],
      layout: {
        'text-field': ['to-string', ['get', 'count']],
        'text-font': [FONTS.strong, 'sans-serif'],
        'text-size': 11,
        'text-allow-overlap': true,
        'text-padding': 8, // names keep off the whole disc, not its number alone
      },
      paint: { 'text-color': '#ffffff' },
    },
    townNames(spoken, FONTS.strong, palette),
    {
      id: 'scene-offices',
      type: 'circle',
      source: 'scene',
      filter: ['==', ['get', 'what'], 'office'],
      paint: {
        'circle-color': ['case', ['any', EXACT, VAGUE], ['get', 'colour'], '#ffffff'],
        'circle-radius': ['case', VAGUE, 16, ['get', 'chief'], 8, 6],
        'circle-blur': ['case', VAGUE, 0.8, 0],
        'circle-stroke-color': ['get', 'colour'],
        'circle-stroke-width': ['case', VAGUE, 0, EXACT, 2, 4],
      },
    },
    {
      id: 'scene-place',
      type: 'circle',
      source: 'scene',
      filter: ['==', ['get', 'what'], 'place'],
      paint: {
        'circle-color': '#ffd54a',
        'circle-radius': 6,
        'circle-stroke-color': INK,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'scene-names',
      type: 'symbol',
      source: 'scene',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [FONTS.strong, 'sans-serif'],
        'text-size': 13,
        'text-max-width': 14,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1.1,
        'text-justify': 'auto',
      },
      paint: { 'text-color': palette.ink, 'text-halo-color': palette.land, 'text-halo-width': 2 },
    },
  ];
}

/** A background map of the operator below the registry's layers; its labels use local fonts, too. */
export function overBasemap(basemap: StyleSpecification, own: StyleSpecification): StyleSpecification {
  const rest = { ...basemap };
  delete rest.glyphs;
  const ground = (id: string) => id.startsWith('ground-') || ['paper', 'town-names'].includes(id);
  const drawn = own.layers.filter((layer) => !ground(layer.id));
  return {
    ...rest,
    sources: { ...basemap.sources, ...own.sources },
    layers: [...basemap.layers, ...drawn],
  };
}
