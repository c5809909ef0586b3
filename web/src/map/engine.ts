// MapLibre and its control; a chunk of its own, so that the text is there before the map.
import 'maplibre-gl/dist/maplibre-gl.css';
import {
  AttributionControl,
  type GeoJSONSource,
  Map as Globe,
  type MapGeoJSONFeature,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { ask } from '../api/client';
import { CountriesDocument } from '../api/generated/graphql';
import { type Language, wordsOf } from '../words/language';
import { paletteOf } from './colours';
import { errorFeatures, outlineFeatures, sceneFeatures } from './data';
import { followPins } from './markers';
import { takeClick } from './pins';
import { KAZAKHSTAN, type Scene } from './scene';
import { FONTS, overBasemap, ownStyle } from './style';

setWorkerUrl(workerUrl);

const MARKS = ['scene-offices', 'offices-exact', 'offices-settlement', 'offices-vague'];
/** All letters of the three languages: a label drawn before its font is loaded would use another font. */
const LETTERS = 'AaЖжӘәҒғҚқҢңӨөҰұҮүҺһІі';

export interface Hand {
  /** Resolved when the first tiles are drawn. */
  ready: Promise<void>;
  show: (scene: Scene) => void;
  zoom: (by: number) => void;
  centre: () => { latitude: number; longitude: number };
  remove: () => void;
}

export interface Wishes {
  language: Language;
  /** Whether the user prefers a dark page. */
  dark: boolean;
  /** Ids of the offices under a click, and the position of the uppermost one. */
  onOffices: (ids: string[], at: { latitude: number; longitude: number }) => void;
  onPlace: (latitude: number, longitude: number) => void;
  onSettlement: (id: string) => void;
}

/** Renders the map into an element. Throws where the browser has no WebGL. */
export async function openMap(element: HTMLElement, wishes: Wishes): Promise<Hand> {
  const { units } = wordsOf(wishes.language);
  // An operator's background is usually light, so the layers above it are light, too.
  const palette = paletteOf(wishes.dark && !basemapAddress());
  const own = ownStyle(wishes.language, location.origin, palette);
  const [style] = await Promise.all([withBasemap(own), lettersAreThere()]);
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const start = /^#(\d+(?:\.\d+)?)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
  const map = new Globe({
    container: element,
    style,
    ...(start
      ? { zoom: Number(start[1]), center: [Number(start[3]), Number(start[2])] as [number, number] }
      : { bounds: [...KAZAKHSTAN] as [number, number, number, number] }),
    maxZoom: 16,
    minZoom: 2,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: calm ? 0 : 200,
    maxBounds: [42, 36, 94, 60],
    locale: { 'ScaleControl.Meters': units.m, 'ScaleControl.Kilometers': units.km },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new AttributionControl({ compact: false }), 'bottom-right');
  map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left');

  // The camera from the address or the user stays while the page shows the same question.
  let heldAt = start ? question() : null;
  // The address keeps the camera only after the user moved the map.
  let held = false;
  for (const hold of ['wheel', 'mousedown', 'touchstart', 'keydown'] as const)
    map.getCanvasContainer().addEventListener(
      hold,
      () => {
        held = true;
      },
      { passive: true },
    );
  map.on('moveend', () => {
    if (!held) return;
    heldAt = question();
    const { lng, lat } = map.getCenter();
    const hash = `#${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
    history.replaceState(history.state, '', location.pathname + location.search + hash);
  });
  const letPinsGo = followPins(map);
  map.on('click', (event) => {
    if (takeClick({ latitude: event.lngLat.lat, longitude: event.lngLat.lng })) return;
    const around = 4;
    const { x, y } = event.point;
    const box: [[number, number], [number, number]] = [
      [x - around, y - around],
      [x + around, y + around],
    ];
    const [cluster] = map.queryRenderedFeatures(box, { layers: ['clusters'] });
    const marks = map.queryRenderedFeatures(box, { layers: MARKS });
    const offices = idsOf(marks);
    if (offices.length > 0) {
      wishes.onOffices(offices, placeOf(marks[0], event.lngLat));
      return;
    }
    if (cluster?.geometry.type === 'Point') {
      const [lng, lat] = cluster.geometry.coordinates as [number, number];
      map.easeTo({ center: [lng, lat], zoom: Math.min(map.getZoom() + 2.5, 13), animate: !calm });
      return;
    }
    const [village] = idsOf(map.queryRenderedFeatures(box, { layers: ['settlements', 'coverage'] }));
    if (village) wishes.onSettlement(village);
    else wishes.onPlace(event.lngLat.lat, event.lngLat.lng);
  });
  for (const layer of [...MARKS, 'clusters', 'settlements', 'coverage']) {
    map.on('mouseenter', layer, () => {
      map.getCanvas().style.cursor = 'pointer';
    });
    map.on('mouseleave', layer, () => {
      map.getCanvas().style.cursor = '';
    });
  }
  map.on('error', () => {
    // A tile that fails is requested again by the next move; the page reports a lost server.
  });

  const ready = new Promise<void>((resolve) => {
    map.once('load', () => {
      resolve();
    });
  });
  ready
    .then(() => drawRegions(map))
    .catch(() => {
      // Without outlines the map still has its marks and names.
    });
  map.on('idle', () => {
    element.dataset.idle = String(Number(element.dataset.idle ?? 0) + 1);
  });
  (element as HTMLElement & { map?: Globe }).map = map; // for the tests, and for the curious

  return {
    ready,
    show(scene) {
      void ready.then(() => {
        set(map, 'scene', sceneFeatures(scene));
        set(map, 'errors', errorFeatures(scene));
        set(map, 'outline', outlineFeatures(scene));
        set(map, 'coverage', scene.coverage ?? { type: 'FeatureCollection', features: [] });
        dim(map, scene);
        if (scene.bounds && heldAt !== question()) {
          held = false;
          map.fitBounds([...scene.bounds] as [number, number, number, number], {
            padding: Math.min(64, element.clientWidth / 8),
            maxZoom: 11.5,
            animate: !calm,
            duration: 700,
          });
        }
      });
    },
    zoom(by) {
      held = true;
      map.easeTo({ zoom: map.getZoom() + by, animate: !calm });
    },
    centre() {
      const { lng, lat } = map.getCenter();
      return { latitude: lat, longitude: lng };
    },
    remove() {
      letPinsGo();
      map.remove();
    },
  };
}

/** The address without its camera. */
function question(): string {
  return location.pathname + location.search;
}

function set(map: Globe, source: string, data: GeoJSON.FeatureCollection | string): void {
  void map.getSource<GeoJSONSource>(source)?.setData(data);
}

/** Where the page shows offices of its own, all others are faded. */
function dim(map: Globe, scene: Scene): void {
  const back = scene.coverage !== null;
  for (const layer of ['clusters', 'clusters-count', ...MARKS.slice(1)])
    map.setLayoutProperty(layer, 'visibility', back ? 'none' : 'visible');
}

/** The position of a mark; the clicked point for a feature that is not a point. */
function placeOf(
  mark: MapGeoJSONFeature | undefined,
  clicked: { lat: number; lng: number },
): { latitude: number; longitude: number } {
  const [lng, lat] =
    mark?.geometry.type === 'Point'
      ? (mark.geometry.coordinates as [number, number])
      : [clicked.lng, clicked.lat];
  return { latitude: lat, longitude: lng };
}

function idsOf(features: MapGeoJSONFeature[]): string[] {
  const ids = features.map((feature) => (feature.properties.id ?? feature.id) as unknown);
  return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
}

async function lettersAreThere(): Promise<void> {
  const faces = [`400 16px "${FONTS.plain}"`, `500 16px "${FONTS.medium}"`, `600 16px "${FONTS.strong}"`];
  await Promise.allSettled(faces.map((face) => document.fonts.load(face, LETTERS)));
}

function basemapAddress(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="kense-basemap"]')?.content;
}

async function withBasemap(own: StyleSpecification): Promise<StyleSpecification> {
  const address = basemapAddress();
  if (!address) return own;
  try {
    const response = await fetch(address);
    return overBasemap((await response.json()) as StyleSpecification, own);
  } catch {
    return own; // the background is a favour: without it the map is still whole
  }
}

/** Outlines of the regions: loaded boundaries, else areas computed around villages. */
async function drawRegions(map: Globe): Promise<void> {
  const { regions } = await ask(CountriesDocument, {});
  const features = (regions ?? []).flatMap((region): GeoJSON.Feature[] => {
    const geometry = region.boundary ?? region.approximateArea;
    if (!geometry) return [];
    return [
      {
        type: 'Feature',
        geometry,
        properties: { id: region.id, certain: region.boundary !== null },
      },
    ];
  });
  set(map, 'regions', { type: 'FeatureCollection', features });
}
