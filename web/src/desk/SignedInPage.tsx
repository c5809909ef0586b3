// The page to which the identity provider redirects: exchanges the code for a token and continues.
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { signIn } from '../account/session';
import { signOn } from '../account/signOn';
import { Link } from '../page/Link';
import { Skeleton } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useEditingWords } from '../words/editing';
import { useLanguage } from '../words/language';
import { useDeskWords } from './words';

const oidc = () => import('../account/oidc');

export function SignedInPage() {
  const words = useDeskWords();
  const editing = useEditingWords();
  const language = useLanguage();
  const { route } = useLocation();
  const [failed, setFailed] = useState<string | null>(null);
  useTitle(editing.signIn);
  useEffect(() => {
    const given = signOn();
    if (!given) {
      setFailed(words.signOnFailed);
      return;
    }
    oidc()
      .then(({ arrive }) => arrive(given))
      .then(
        ({ token, back }) => {
          signIn(token);
          route(`/${language}${/^\/[a-z]/.test(back) ? back : '/desk'}`, true);
        },
        (error: unknown) => {
          const isOpaque = error instanceof Error && 'trouble' in error && error.trouble === 'opaque';
          setFailed(isOpaque ? words.signOnOpaque : words.signOnFailed);
        },
      );
    // A code can be exchanged only once.
  }, []);
  return (
    <>
      <h1>{editing.signIn}</h1>
      {failed === null ? (
        <>
          <p role="status">{words.signingOn}</p>
          <Skeleton lines={2} />
        </>
      ) : (
        <div class="note" role="alert">
          <p>{failed}</p>
          <Link class="button quiet" to="/account">
            {editing.signInAgain}
          </Link>
        </div>
      )}
    </>
  );
}
