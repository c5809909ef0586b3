// Whether a media query matches, updated on changes.
import { useEffect, useState } from 'preact/hooks';

export function useMedia(text: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(text).matches);
  useEffect(() => {
    const query = matchMedia(text);
    const look = () => {
      setHolds(query.matches);
    };
    look();
    query.addEventListener('change', look);
    return () => {
      query.removeEventListener('change', look);
    };
  }, [text]);
  return holds;
}
