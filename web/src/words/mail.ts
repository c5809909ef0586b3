/** The address of a link to a mailbox: `?`, `&` and their kin are signs of the mailbox, and no headers of the mail. */
export function mailTo(mailbox: string): string {
  return `mailto:${encodeURIComponent(mailbox).replaceAll('%40', '@')}`;
}
