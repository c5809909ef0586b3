// The figures of a coverage as files: a table of villages, and a picture.
import { UNKNOWN_WAY, UNSERVED, WAYS } from '../map/colours';
import { query } from '../page/address';

export interface Village {
  id: string;
  nameKk: string | null;
  nameRu: string | null;
  isServed: boolean;
  isContested: boolean;
  distanceM: number | null;
}

interface Collection {
  features: {
    id: string;
    properties: {
      name_kk: string | null;
      name_ru: string | null;
      served: boolean;
      contested: boolean;
      distance_m: number | null;
    };
  }[];
}

/** Every settlement of the territory, as the layer of the map shows it. */
export async function villagesOf(service: string, within: string | null): Promise<Village[]> {
  const answer = await fetch(`/coverage.geojson${query({ service, within })}`);
  if (!answer.ok) throw new Error(`status ${answer.status.toString()}`);
  const { features } = (await answer.json()) as Collection;
  return features.map(({ id, properties }) => ({
    id,
    nameKk: properties.name_kk,
    nameRu: properties.name_ru,
    isServed: properties.served,
    isContested: properties.contested,
    distanceM: properties.distance_m,
  }));
}

/** CSV with a line for each settlement; formulas are stored as text. */
export function asCsv(villages: readonly Village[]): string {
  const lines = villages.map((village) =>
    [
      village.id,
      village.nameKk,
      village.nameRu,
      village.isServed,
      village.isContested,
      village.distanceM,
    ].map(cell),
  );
  const heading = ['id', 'name_kk', 'name_ru', 'served', 'contested', 'distance_m'];
  return `\ufeff${[heading, ...lines].map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = value.toString();
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export interface Bar {
  label: string;
  colour: string;
  count: number;
}

/** Number of settlements by distance; `labels` name the classes, "no distance" and "unserved". */
export function barsOf(villages: readonly Village[], labels: readonly string[]): Bar[] {
  const colours = [...WAYS.map(([, colour]) => colour), UNKNOWN_WAY, UNSERVED];
  const counts = colours.map(() => 0);
  for (const village of villages) {
    const place = !village.isServed
      ? WAYS.length + 1
      : village.distanceM === null
        ? WAYS.length
        : WAYS.findIndex(([upTo]) => (village.distanceM ?? 0) <= upTo);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return colours.map((colour, at) => ({ label: labels[at] ?? '', colour, count: counts[at] ?? 0 }));
}

export interface Picture {
  title: string;
  /** Territory, day and number of the edition. */
  subtitle: string;
  bars: readonly Bar[];
  /** The credits. */
  foot: string;
}

const WIDTH = 800;
const ROW = 44;
const TOP = 118;
const LEFT = 230;

/** A picture of bars as SVG: it needs no script, no font of ours, and can be printed at any size. */
export function asSvg({ title, subtitle, bars, foot }: Picture): string {
  const all = Math.max(1, ...bars.map(({ count }) => count));
  const height = TOP + bars.length * ROW + 50;
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const rows = bars.map(({ label, colour, count }, at) => {
    const y = TOP + at * ROW;
    const width = Math.round((count / all) * (WIDTH - LEFT - 150));
    const share = total === 0 ? 0 : (100 * count) / total;
    return (
      `<text x="${(LEFT - 14).toString()}" y="${(y + 20).toString()}" text-anchor="end">${escaped(label)}</text>` +
      `<rect x="${LEFT.toString()}" y="${y.toString()}" width="${width.toString()}" height="28" rx="4" fill="${colour}"/>` +
      `<text x="${(LEFT + width + 10).toString()}" y="${(y + 20).toString()}">${count.toString()} (${share.toFixed(1)} %)</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH.toString()} ${height.toString()}" ` +
    `width="${WIDTH.toString()}" height="${height.toString()}" font-family="Arial, sans-serif" font-size="16" fill="#18272e">` +
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>` +
    `<text x="24" y="46" font-size="24" font-weight="bold">${escaped(shortened(title))}</text>` +
    `<text x="24" y="78" fill="#52646c">${escaped(subtitle)}</text>${rows.join('')}` +
    `<text x="24" y="${(height - 18).toString()}" font-size="12" fill="#52646c">${escaped(foot)}</text></svg>`
  );
}

/** Most letters in a line of the head. */
function shortened(text: string): string {
  return text.length > 58 ? `${text.slice(0, 57)}…` : text;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
