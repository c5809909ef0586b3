// Scenes as GeoJSON: the map itself knows neither offices nor places.
import type { Scene } from './scene';
import { circle } from './scene';
import { ACCENT, KIND_COLOURS } from './colours';

type Features = GeoJSON.FeatureCollection;

/** Radius in metres below which a mark is larger than its error. */
const SMALLEST_ERROR = 200;

export function sceneFeatures(scene: Scene): Features {
  const features: GeoJSON.Feature[] = [];
  for (const office of scene.offices) {
    if (!office.location) continue;
    features.push({
      type: 'Feature',
      geometry: {
        type: 'Point',
        coordinates: [office.location.longitude, office.location.latitude],
      },
      properties: {
        what: 'office',
        id: office.id,
        name: office.chief ? short(office.name) : '',
        colour: KIND_COLOURS[office.kind],
        chief: office.chief,
        precision: office.location.precision,
      },
    });
  }
  if (scene.place) {
    const { longitude, latitude, precision } = scene.place.point;
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [longitude, latitude] },
      properties: { what: 'place', name: scene.place.name, precision, chief: false },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** Circles that contain the true place of each mark. */
export function errorFeatures(scene: Scene): Features {
  const marks = scene.offices
    .filter((office) => office.chief)
    .map((office) => ({ point: office.location, colour: KIND_COLOURS[office.kind] }));
  if (scene.place) marks.push({ point: scene.place.point, colour: ACCENT });
  const seen = new Set<string>();
  const features: GeoJSON.Feature[] = [];
  for (const { point, colour } of marks) {
    if (!point || point.errorMeters < SMALLEST_ERROR) continue;
    const key = `${point.longitude.toString()} ${point.latitude.toString()} ${point.errorMeters.toString()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    features.push({
      type: 'Feature',
      geometry: circle(point, point.errorMeters),
      properties: { colour },
    });
  }
  return { type: 'FeatureCollection', features };
}

export function outlineFeatures(scene: Scene): Features {
  if (!scene.outline) return { type: 'FeatureCollection', features: [] };
  const { geometry, certain } = scene.outline;
  return { type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties: { certain } }] };
}

function short(name: string): string {
  return name.length > 46 ? `${name.slice(0, 44).trimEnd()}…` : name;
}
