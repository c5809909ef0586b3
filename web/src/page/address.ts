// Addresses of the page: every state has one, and ids in them are the registry's own.

/** The parts of a path, decoded; null where the percent encoding is invalid. */
export function partsOf(path: string): string[] | null {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** The part of a public id after its type. */
export function slugOf(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

/** A public id made from a slug; a complete id stays as it is. */
export function idOf(type: string, slug: string): string {
  return slug.includes(':') ? slug : `${type}:${slug}`;
}

/** A query string without empty values. */
export function query(parts: Record<string, string | null | undefined>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) given.set(name, value);
  const text = given.toString();
  return text ? `?${text}` : '';
}

/** "52.1,70.9" as a point; null for anything else. */
export function pointOf(text: string | undefined): { latitude: number; longitude: number } | null {
  const [lat, lon, more] = (text ?? '').split(',').map(Number);
  if (lat === undefined || lon === undefined || more !== undefined) return null;
  if (!Number.isFinite(lat) || !Number.isFinite(lon)) return null;
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return { latitude: lat, longitude: lon };
}

export function pointText(point: { latitude: number; longitude: number }): string {
  return `${point.latitude.toFixed(5)},${point.longitude.toFixed(5)}`;
}

/** True in the box that holds Kazakhstan. */
export function isNearKazakhstan(point: { latitude: number; longitude: number }): boolean {
  return point.longitude > 46 && point.longitude < 88 && point.latitude > 40 && point.latitude < 56;
}
