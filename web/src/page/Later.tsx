// A page whose code is loaded on demand: few users edit.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { Skeleton, TroubleNote } from './Trouble';

interface Props<P> {
  load: () => Promise<ComponentType<P>>;
  with: P;
}

export function Later<P extends object>({ load, with: given }: Props<P>) {
  // Stored with its loader: another page must not be rendered with the code of the last one.
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
