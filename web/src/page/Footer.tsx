// The sources of the data, and the links for programs.
import { Link } from './Link';
import { useWords } from '../words/language';

export function Footer() {
  const { footer: words, menu } = useWords();
  return (
    <footer class="foot">
      {words.data} <a href="/graphql">{words.api}</a> · <Link to="/desk/review">{menu.corrections}</Link> ·{' '}
      <Link to="/embed">{words.embed}</Link> · <Link to="/account">{menu.account}</Link>
    </footer>
  );
}
