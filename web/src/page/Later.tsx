// A page whose code is fetched when somebody comes to it: editing is for few.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { Skeleton, TroubleNote } from './Trouble';

interface Props<P> {
  load: () => Promise<ComponentType<P>>;
  with: P;
}

export function Later<P extends object>({ load, with: given }: Props<P>) {
  // With the one that loaded it: another page must not be drawn by the code of the last.
  const [loaded, setLoaded] = useState<{ load: typeof load; Page: ComponentType<P> } | null>(null);
  const [lost, setLost] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    load().then(
      (Page) => {
        setLost(false);
        setLoaded({ load, Page });
      },
      () => {
        setLost(true);
      },
    );
  }, [load, turn]);
  if (loaded?.load === load) return <loaded.Page {...given} />;
  if (!lost) return <Skeleton lines={8} />;
  return (
    <TroubleNote
      error={new ApiError('offline', 'a part of the page did not come')}
      retry={() => {
        setTurn(turn + 1);
      }}
    />
  );
}
