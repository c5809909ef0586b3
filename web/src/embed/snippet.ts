// The code that a site copies: an element with its script, or a frame.
export interface Wanted {
  kind: 'nearest' | 'answer';
  language: string;
  service: string;
  place: string;
  /** Six hexadecimal digits; empty for the usual colour. */
  accent: string;
}

function parameters(wanted: Wanted): [string, string][] {
  const { kind, language, service, place, accent } = wanted;
  const given: [string, string][] = [['lang', language]];
  if (kind === 'answer' && service) given.push(['service', service]);
  if (place) given.push(['name', place]);
  if (accent) given.push(['accent', accent]);
  return given;
}

export function frameAddress(base: string, wanted: Wanted): string {
  return `${base}/embed/${wanted.kind}?${new URLSearchParams(parameters(wanted)).toString()}`;
}

export function elementCode(base: string, wanted: Wanted): string {
  const attributes = parameters(wanted).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const tag = `kense-${wanted.kind}`;
  return `<script type="module" src="${base}/embed/kense.js"></script>\n<${tag}${attributes.join('')}></${tag}>`;
}

export function frameCode(base: string, wanted: Wanted, title: string): string {
  const address = escaped(frameAddress(base, wanted));
  return `<iframe src="${address}" title="${escaped(title)}" width="100%" height="420" style="border:0" allow="geolocation"></iframe>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}
