// The head of the page: navigation and choice of language.
import { useLocation } from 'preact-iso';
import { LANGUAGES, useLanguage, useWords, wordsOf } from '../words/language';
import { Link } from './Link';

const NOUNS = ['answer', 'nearest', 'services', 'places', 'coverage'] as const;

export function Head({ noun }: { noun: string }) {
  const words = useWords();
  const language = useLanguage();
  const { url } = useLocation();
  return (
    <header class="head">
      <Link to="/" class="brand">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <path
            d="M16 5 5 12v2h22v-2zM7 16h3.500v7H7zm7.250 0h3.500v7h-3.500zM21.500 16H25v7h-3.500zM5 25h22v2.500H5z"
            fill="currentColor"
          />
        </svg>
        Kense
      </Link>
      <nav aria-label={words.menu.more} class="menu">
        {NOUNS.map((each) => (
          <Link key={each} to={`/${each}`} aria-current={each === (noun || 'answer') ? 'page' : undefined}>
            {words.menu[each]}
          </Link>
        ))}
      </nav>
      <nav aria-label={words.language} class="languages">
        {LANGUAGES.map((each) => (
          <a
            key={each}
            href={url.replace(/^\/(kk|ru|en)(?=\/|\?|$)/, `/${each}`)}
            hreflang={each}
            lang={each}
            aria-current={each === language ? 'true' : undefined}
          >
            {wordsOf(each).short}
          </a>
        ))}
      </nav>
    </header>
  );
}
