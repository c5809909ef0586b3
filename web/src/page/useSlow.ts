// A value that follows another one once it has been still for a while: a question while somebody is typing.
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
