// Text files made in the page: vCard and iCalendar share their lines.

const LONGEST = 75;

/** Lines with CRLF, folded so that none has more than 75 bytes (RFC 2425, RFC 5545). */
export function folded(lines: readonly string[]): string {
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function fold(line: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let made = '';
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (bytes + size > LONGEST) {
      made += '\r\n ';
      bytes = 1;
    }
    made += letter;
    bytes += size;
  }
  return made;
}

/** Offers a text as a download. */
export function offerFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
