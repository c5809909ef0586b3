// Shown where a page of the desk needs a signed-in user.
import { useLocation } from 'preact-iso';
import { Link } from '../page/Link';
import { query } from '../page/address';
import { useEditingWords } from '../words/editing';
import { useDeskWords } from './words';

export function SignFirst() {
  const words = useDeskWords();
  const { enter } = useEditingWords();
  const { path } = useLocation();
  return (
    <div class="note">
      <p>{words.signInFirst}</p>
      <Link class="button" to={`/account${query({ back: path.replace(/^\/(kk|ru|en)(?=\/|$)/, '') })}`}>
        {enter}
      </Link>
    </div>
  );
}
