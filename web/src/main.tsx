// Entry point of the page.
import { render } from 'preact';
import { registerWorker } from './offline/register';
import { noteOffline } from './offline/since';
import { App } from './page/App';
import './page/fonts.css';
import './page/base.css';
import './page/parts.css';
import './page/answer.css';
import './page/layout.css';
import './page/told.css';
import './page/dark.css';
import './page/print.css';
import { whenQuiet } from './page/quiet';
import { takeTold } from './page/told';
import { isLanguage, rememberedLanguage } from './words/language';

const [, first, ...rest] = location.pathname.split('/');
if (!isLanguage(first)) {
  // An address without a language gets the remembered language.
  const path = [first, ...rest].filter(Boolean).join('/');
  const address = `/${rememberedLanguage()}${path ? `/${path}` : ''}${location.search}${location.hash}`;
  history.replaceState(history.state, '', address);
}
addEventListener('beforeprint', () => {
  // Citations stay as they are: what they open is loaded one by one.
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details:not(.cite)'))
    details.open = true;
});
// A page from the service worker's cache says so before its first request.
const keptSince = document.documentElement.dataset.offline;
if (keptSince !== undefined) noteOffline(keptSince);
takeTold();
const root = document.getElementById('page');
if (root) render(<App />, root);
whenQuiet(registerWorker);
