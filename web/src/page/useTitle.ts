// The title of the window, for tabs, history and those who listen.
import { useEffect } from 'preact/hooks';

export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title ? `${title} – Kense` : 'Kense';
  }, [title]);
}
