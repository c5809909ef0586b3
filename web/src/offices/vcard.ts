// An office as a contact for a phone: vCard 3.0 (RFC 2426), which every address book reads.
import type { OfficeCardFragment } from '../api/generated/graphql';
import { folded } from './textFiles';

const TEL: Record<string, string> = { PHONE: 'WORK,VOICE', HOTLINE: 'WORK,VOICE', FAX: 'WORK,FAX' };

/** The text of a .vcf file; `page` is the address of the office's page. */
export function vcard(office: OfficeCardFragment, page: string): string {
  const { address, location } = office;
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escaped(office.name)};;;`,
    `FN:${escaped(office.name)}`,
    `ORG:${escaped(office.name)}`,
  ];
  for (const { kind, value } of office.contacts) {
    const type = TEL[kind];
    if (type) lines.push(`TEL;TYPE=${type}:${escaped(value)}`);
    else if (kind === 'EMAIL') lines.push(`EMAIL;TYPE=INTERNET:${escaped(value)}`);
    else lines.push(`URL:${escaped(value)}`);
  }
  if (address) lines.push(`ADR;TYPE=WORK:;;${escaped(address.full)};;;${address.postalCode ?? ''};`);
  if (location) lines.push(`GEO:${location.latitude.toString()};${location.longitude.toString()}`);
  lines.push(`URL:${escaped(page)}`, 'END:VCARD');
  return folded(lines);
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}
