// The map beside every page: made once for a language, shown what each page wants. On a phone it is a strip below the
// words that opens, and its code comes when it does.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useLanguage, useWords } from '../words/language';
import { slugOf } from '../page/address';
import { whenQuiet } from '../page/quiet';
import type { Hand } from './engine';
import { Legend } from './Legend';
import { currentScene, onScene, setCentre } from './scene';
import { useMedia } from './useMedia';

const MOST_NAMED = 3;

export function MapView() {
  const words = useWords();
  const language = useLanguage();
  const { route, url } = useLocation();
  const place = useRef<HTMLDivElement>(null);
  const hand = useRef<Hand | null>(null);
  const here = useRef(url);
  const [broken, setBroken] = useState(false);
  const [ready, setReady] = useState(false);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const narrow = useMedia('(max-width: 860px)');
  // An address with a camera was made by a user who looked at the map.
  const [opened, setOpened] = useState(location.hash.length > 1);
  const shown = opened || !narrow;
  here.current = url;

  useEffect(() => {
    const element = place.current;
    if (!element || !shown) return;
    setReady(false);
    let gone = false;
    const go = (path: string) => {
      route(`/${language}${path}`);
    };
    const service = () => new URL(here.current, location.origin).searchParams.get('service');
    const ask = (name: string, value: string) => {
      const query = new URLSearchParams({ [name]: value });
      const asked = service();
      if (asked) query.set('service', asked);
      const nearest = here.current.includes('/nearest');
      go(`/${nearest ? 'nearest' : 'answer'}?${query.toString()}`);
    };
    // The code of the map is larger than all else: it comes once the words are there.
    const giveUp = whenQuiet(() => {
      void import('./engine')
        .then(({ openMap }) =>
          openMap(element, {
            language,
            dark,
            onOffices: (ids, { latitude, longitude }) => {
              const [only] = ids;
              if (ids.length === 1 && only) go(`/offices/${slugOf(only)}`);
              else if (ids.length <= MOST_NAMED) go(`/here?offices=${ids.map(slugOf).join(',')}`);
              else go(`/here?point=${latitude.toFixed(4)},${longitude.toFixed(4)}`);
            },
            onPlace: (latitude, longitude) => {
              ask('point', `${latitude.toFixed(5)},${longitude.toFixed(5)}`);
            },
            onSettlement: (id) => {
              ask('place', id);
            },
          }),
        )
        .then((made) => {
          if (gone) {
            made.remove();
            return;
          }
          hand.current = made;
          setCentre(made.centre);
          made.show(currentScene());
          return made.ready.then(() => {
            if (!gone) setReady(true);
          });
        })
        .catch(() => {
          setBroken(true);
        });
    });
    const stop = onScene((scene) => hand.current?.show(scene));
    return () => {
      gone = true;
      giveUp();
      stop();
      setCentre(() => null);
      hand.current?.remove();
      hand.current = null;
    };
  }, [language, dark, shown]);

  return (
    <section class={shown ? 'map' : 'map folded'} aria-label={words.map.label}>
      {narrow && (
        <button
          type="button"
          class="map-strip"
          aria-expanded={opened}
          onClick={() => {
            setOpened(!opened);
          }}
        >
          {opened ? words.map.hide : words.map.show}
        </button>
      )}
      {shown && (
        <div class="map-frame">
          <div class="map-canvas" ref={place} />
          {broken ? <p class="map-broken">{words.map.noWebgl}</p> : <Tools hand={hand} ready={ready} />}
        </div>
      )}
    </section>
  );
}

/** The overlay of the map: zoom, legend, and the loading message. */
function Tools({ hand, ready }: { hand: { current: Hand | null }; ready: boolean }) {
  const words = useWords();
  return (
    <>
      <p class="map-loading" role="status">
        {ready ? '' : words.map.loading}
      </p>
      <div class="map-zoom">
        <button type="button" aria-label={words.map.zoomIn} onClick={() => hand.current?.zoom(1)}>
          +
        </button>
        <button type="button" aria-label={words.map.zoomOut} onClick={() => hand.current?.zoom(-1)}>
          −
        </button>
      </div>
      <Legend />
    </>
  );
}
