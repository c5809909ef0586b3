// The frame of the page: head, map, and the page of the address; the address decides everything else.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LocationProvider, useLocation } from 'preact-iso';
import { ActPage } from '../acts/ActPage';
import { AnswerPage } from '../answers/AnswerPage';
import { CoveragePage } from '../coverage/CoveragePage';
import { MapView } from '../map/MapView';
import { HerePage } from '../offices/HerePage';
import { NearestPage } from '../offices/NearestPage';
import { OfficePage } from '../offices/OfficePage';
import { PlacePage, PlacesPage } from '../places/PlacesPage';
import { ServicePage } from '../services/ServicePage';
import { ServicesPage } from '../services/ServicesPage';
import { isLanguage, type Language, LanguageContext, rememberLanguage, useWords } from '../words/language';
import { Footer } from './Footer';
import { Head } from './Head';
import { Offline } from '../offline/Offline';
import { partsOf } from './address';
import { Later } from './Later';
import { NotFound } from './Trouble';

export function App() {
  return (
    <LocationProvider scope={/^\/(kk|ru|en)(\/|$)/}>
      <Frame />
    </LocationProvider>
  );
}

function Frame() {
  const { path, query } = useLocation();
  // The language is also known where the rest of the address is invalid.
  const first = path.split('/')[1];
  const parts = partsOf(path);
  const [, noun = '', ...rest] = parts ?? [];
  const language: Language = isLanguage(first) ? first : 'kk';
  useEffect(() => {
    document.documentElement.lang = language;
    rememberLanguage(language);
  }, [language]);
  return (
    <LanguageContext.Provider value={language}>
      <Skip />
      <Head noun={noun} />
      <div class="stage">
        <MapView />
        <Panel path={path}>{parts ? pageOf(noun, rest, query) : <NotFound />}</Panel>
      </div>
    </LanguageContext.Provider>
  );
}

const editPage = () => import('../offices/OfficeEditPage').then((module) => module.OfficeEditPage);
const accountPage = () => import('../account/AccountPage').then((module) => module.AccountPage);
const embedPage = () => import('../embed/EmbedPage').then((module) => module.EmbedPage);
const REVIEW = ['review'];
const desk = () => import('../desk/Desk').then((module) => module.Desk);
const positionsPage = () => import('../corrections/PositionsPage').then((module) => module.PositionsPage);

function pageOf(noun: string, rest: string[], query: Record<string, string>): ComponentChildren {
  const [id, more] = rest;
  switch (noun) {
    case '':
    case 'answer':
      return <AnswerPage />;
    case 'nearest':
      return <NearestPage />;
    case 'here':
      return <HerePage ids={(query.offices ?? '').split(',').filter(Boolean)} point={query.point} />;
    case 'offices':
      if (id && more === 'edit') return <Later load={editPage} with={{ id }} />;
      return id && !more ? <OfficePage id={id} /> : <NotFound />;
    case 'places':
      return id ? <PlacePage id={id} /> : <PlacesPage />;
    case 'services':
      return id ? <ServicePage id={id} /> : <ServicesPage />;
    case 'acts':
      return id ? <ActPage id={id} /> : <NotFound />;
    case 'account':
      return <Later load={accountPage} with={{}} />;
    case 'corrections':
      // The old address of the queue, from before the desk existed.
      return <Later load={desk} with={{ rest: REVIEW }} />;
    case 'desk':
      return <Later load={desk} with={{ rest }} />;
    case 'positions':
      return <Later load={positionsPage} with={{}} />;
    case 'embed':
      return <Later load={embedPage} with={{}} />;
    case 'coverage':
      return <CoveragePage />;
    default:
      return <NotFound />;
  }
}

/** The content of the page; a new page is scrolled to its beginning, where screen readers start. */
function Panel({ path, children }: { path: string; children: ComponentChildren }) {
  const panel = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    panel.current?.scrollTo(0, 0);
    // A field that took the focus itself keeps it.
    if (document.activeElement === document.body || document.activeElement?.tagName === 'A')
      panel.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main id="content" class="panel" ref={panel} tabIndex={-1}>
      <Offline />
      <div class="page">{children}</div>
      <Footer />
    </main>
  );
}

function Skip() {
  const words = useWords();
  return (
    <a class="skip" href="#content">
      {words.skip}
    </a>
  );
}
