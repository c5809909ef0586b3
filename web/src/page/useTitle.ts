// The title of the window, for tabs, history and those who listen.
import { useEffect } from 'preact/hooks';

const SITE = 'Kense';
const arrivedAt = location.href;

/** Names the window; until the first page knows its title, that of the server stays. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title.startsWith(SITE) ? title : `${title} – ${SITE}`;
    else if (location.href !== arrivedAt) document.title = SITE;
  }, [title]);
}
