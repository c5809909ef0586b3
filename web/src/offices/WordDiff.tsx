// Two versions of a text with their differences marked word by word.
import { useEffect, useState } from 'preact/hooks';

interface Part {
  value: string;
  added: boolean;
  removed: boolean;
}

/** The parts of both texts; null until the code is loaded, and for texts that are too long. */
export function useWordDiff(before: string, after: string): readonly Part[] | null {
  const [parts, setParts] = useState<readonly Part[] | null>(null);
  useEffect(() => {
    let gone = false;
    import('diff').then(
      ({ diffWordsWithSpace }) => {
        // With more changes than this the texts are unrelated.
        const found = diffWordsWithSpace(before, after, { maxEditLength: 2000 });
        if (!gone) setParts(found ?? null);
      },
      () => undefined, // the texts stand there whole
    );
    return () => {
      gone = true;
    };
  }, [before, after]);
  return parts;
}

export function Marked({ parts, side }: { parts: readonly Part[]; side: 'before' | 'after' }) {
  return (
    <>
      {parts
        .filter(({ added, removed }) => (side === 'before' ? !added : !removed))
        .map(({ value, added, removed }, at) =>
          added ? <ins key={at}>{value}</ins> : removed ? <del key={at}>{value}</del> : value,
        )}
    </>
  );
}
