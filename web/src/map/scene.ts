// What the present page shows on the map; the map itself outlives the pages.
import { useEffect } from 'preact/hooks';
import type { OfficeKind, PointFragment } from '../api/generated/graphql';

export interface SceneOffice {
  id: string;
  kind: OfficeKind;
  name: string;
  location: PointFragment | null;
  /** A highlighted mark, drawn stronger than the rest. */
  chief: boolean;
}

export interface Scene {
  offices: readonly SceneOffice[];
  /** The position of the user, or the place of the question. */
  place: { name: string; point: PointFragment } | null;
  /** Outline of a unit: certain only for a known boundary. */
  outline: { geometry: GeoJSON.Geometry; certain: boolean } | null;
  /** URL of a GeoJSON with the coverage of settlements. */
  coverage: string | null;
  /** The view of the camera in degrees: west, south, east, north. */
  bounds: readonly [number, number, number, number] | null;
}

export const EMPTY: Scene = {
  offices: [],
  place: null,
  outline: null,
  coverage: null,
  bounds: null,
};

export const KAZAKHSTAN = [46.4, 40.5, 87.4, 55.5] as const;

type Listener = (scene: Scene) => void;
const listeners = new Set<Listener>();
let shown: Scene = EMPTY;

export function currentScene(): Scene {
  return shown;
}

export function onScene(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows a scene while the component is mounted; `key` changes with the scene. */
export function useScene(scene: Partial<Scene>, key: string): void {
  useEffect(() => {
    shown = { ...EMPTY, ...scene };
    for (const listener of listeners) listener(shown);
    // The key covers everything that matters of the scene.
  }, [key]);
}

/** The receiver of a click on empty land, and the middle of the map. */
let centre: () => { latitude: number; longitude: number } | null = () => null;

export function setCentre(read: typeof centre): void {
  centre = read;
}

export function mapCentre(): { latitude: number; longitude: number } | null {
  return centre();
}

/** The box around points with a margin, so that a single point is not zoomed in too far. */
export function boundsOf(
  points: readonly { latitude: number; longitude: number; errorMeters?: number }[],
  room = 0.02,
): Scene['bounds'] {
  if (points.length === 0) return null;
  // Degrees of latitude for the error; degrees of longitude are about 1.6 times shorter here.
  const reach = points.map((point) => room + Math.min(point.errorMeters ?? 0, 40_000) / 111_000);
  const at = (index: number) => reach[index] ?? room;
  return [
    Math.min(...points.map((point, index) => point.longitude - at(index) * 1.6)),
    Math.min(...points.map((point, index) => point.latitude - at(index))),
    Math.max(...points.map((point, index) => point.longitude + at(index) * 1.6)),
    Math.max(...points.map((point, index) => point.latitude + at(index))),
  ];
}

/** The box around a polygon or a point of GeoJSON. */
export function boundsOfGeometry(geometry: GeoJSON.Geometry): Scene['bounds'] {
  const points: { latitude: number; longitude: number }[] = [];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [longitude, latitude] = value as unknown[];
    if (typeof longitude === 'number' && typeof latitude === 'number') points.push({ longitude, latitude });
    else value.forEach(walk);
  };
  if (geometry.type !== 'GeometryCollection') walk(geometry.coordinates);
  return boundsOf(points, 0.02);
}

const EARTH_M = 6_371_008.8;

/** A circle of `radius` metres as a polygon; exact enough to show an error. */
export function circle(point: { latitude: number; longitude: number }, radius: number): GeoJSON.Polygon {
  const angle = radius / EARTH_M;
  const lat = (point.latitude * Math.PI) / 180;
  const ring = Array.from({ length: 65 }, (_, step) => {
    const bearing = (step / 64) * 2 * Math.PI;
    const north = Math.asin(
      Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing),
    );
    const east = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
      Math.cos(angle) - Math.sin(lat) * Math.sin(north),
    );
    return [point.longitude + (east * 180) / Math.PI, (north * 180) / Math.PI];
  });
  return { type: 'Polygon', coordinates: [ring] };
}
