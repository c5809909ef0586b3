// The map beside every page: made once for a language, shown what each page wants.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useLanguage, useWords } from '../words/language';
import { slugOf } from '../page/address';
import { whenQuiet } from '../page/quiet';
import type { Hand } from './engine';
import { Legend } from './Legend';
import { currentScene, onScene, setCentre } from './scene';

export function MapView() {
  const words = useWords();
  const language = useLanguage();
  const { route, url } = useLocation();
  const place = useRef<HTMLDivElement>(null);
  const hand = useRef<Hand | null>(null);
  const here = useRef(url);
  const [broken, setBroken] = useState(false);
  here.current = url;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
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
            onOffices: (ids) => {
              const [only] = ids;
              if (ids.length === 1 && only) go(`/offices/${slugOf(only)}`);
              else go(`/here?offices=${ids.map(slugOf).join(',')}`);
            },
            onPlace: (latitude, longitude) => {
              ask('point', `${latitude.toFixed(5)},${longitude.toFixed(5)}`);
            },
            onSettlement: (id) => {
              ask('place', id);
            },
          }),
        )
        .then((opened) => {
          if (gone) {
            opened.remove();
            return;
          }
          hand.current = opened;
          setCentre(opened.centre);
          opened.show(currentScene());
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
  }, [language]);

  return (
    <section class="map" aria-label={words.map.label}>
      <div class="map-canvas" ref={place} />
      {broken && <p class="map-broken">{words.map.noWebgl}</p>}
      {!broken && (
        <>
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
      )}
    </section>
  );
}
