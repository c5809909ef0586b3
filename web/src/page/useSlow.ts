// A value that follows another one after a pause: used for requests while the user types.
import { useEffect, useState } from 'preact/hooks';

export function useSlow<T>(value: T, milliseconds = 120): T {
  const [slow, setSlow] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSlow(value);
    }, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  }, [value, milliseconds]);
  return slow;
}
