// Reads a chosen file with a list, as CSV text for the API.

export class BadTableError extends Error {
  constructor(readonly why: 'unreadable' | 'severalSheets' | 'tooLarge') {
    super(why);
  }
}

/** A request body may have 1 MiB; quotes and line ends take a part of it. */
const MOST_BYTES = 900_000;
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** The text of a CSV or XLSX file. Throws BadTableError. */
export async function tableText(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = ZIP.every((byte, at) => bytes[at] === byte) ? await sheetText(file) : plainText(bytes);
  if (new TextEncoder().encode(text).length > MOST_BYTES) throw new BadTableError('tooLarge');
  return text;
}

function plainText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('windows-1251').decode(bytes); // as Excel saves it
    if (text.includes('\0')) throw new BadTableError('unreadable');
    return text;
  }
}

async function sheetText(file: File): Promise<string> {
  const { default: readSheets } = await import('read-excel-file/universal');
  let sheets;
  try {
    sheets = await readSheets(file);
  } catch {
    throw new BadTableError('unreadable');
  }
  const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => shown(cell) !== '')));
  if (filled.length > 1) throw new BadTableError('severalSheets');
  const [sheet] = filled;
  if (!sheet) throw new BadTableError('unreadable');
  return `${sheet.data.map((row) => row.map((cell) => quoted(shown(cell))).join(',')).join('\n')}\n`;
}

function shown(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? cell.toString()
    : '';
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
