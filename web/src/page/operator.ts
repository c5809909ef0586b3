// The operator's settings for the page, from the head of its HTML.

export interface MapLink {
  name: string;
  /** A URL that contains {lat} and {lon}. */
  template: string;
}

/** Services that show the route to a point, in the order of the operator (KENSE_MAP_LINKS). */
export function mapLinks(): MapLink[] {
  return [...document.querySelectorAll<HTMLMetaElement>('meta[name="kense-map-link"]')].flatMap(
    ({ content }) => {
      const at = content.indexOf('=');
      return at > 0 ? [{ name: content.slice(0, at), template: content.slice(at + 1) }] : [];
    },
  );
}

export function linkTo({ template }: MapLink, point: { latitude: number; longitude: number }): string {
  return template
    .replaceAll('{lat}', point.latitude.toString())
    .replaceAll('{lon}', point.longitude.toString());
}
