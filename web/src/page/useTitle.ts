// The title of the window, for tabs, history and screen readers.
import { useEffect } from 'preact/hooks';

const SITE = 'Kense';
const arrivedAt = location.href;

/** Sets the title of the window; the server's title stays until the first page has its own. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title.startsWith(SITE) ? title : `${title} – ${SITE}`;
    else if (location.href !== arrivedAt) document.title = SITE;
  }, [title]);
}
