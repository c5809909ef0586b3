// The page begins here.
import { render } from 'preact';
import { App } from './page/App';
import './page/fonts.css';
import './page/base.css';
import './page/parts.css';
import './page/answer.css';
import './page/layout.css';
import './page/print.css';
import { isLanguage, rememberedLanguage } from './words/language';

const [, first, ...rest] = location.pathname.split('/');
if (!isLanguage(first)) {
  // An address without a language means the same in each: the remembered one takes it.
  const path = [first, ...rest].filter(Boolean).join('/');
  const address = `/${rememberedLanguage()}${path ? `/${path}` : ''}${location.search}${location.hash}`;
  history.replaceState(history.state, '', address);
}
addEventListener('beforeprint', () => {
  // Citations stay lines: what they open is asked for one by one.
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details:not(.cite)'))
    details.open = true;
});
const root = document.getElementById('page');
if (root) render(<App />, root);
