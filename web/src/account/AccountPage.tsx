// Signing in with a token, and the rights of the account.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Expiry } from '../desk/Signed';
import { useDeskWords } from '../desk/words';
import { useScene } from '../map/scene';
import { Link } from '../page/Link';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useEditingWords } from '../words/editing';
import { useLanguage, useWords } from '../words/language';
import { signIn, signOut } from './session';
import { type SignOn, signOn } from './signOn';
import { useViewer } from './useViewer';

export function AccountPage() {
  const words = useEditingWords();
  const desk = useDeskWords();
  const { account } = useWords().menu;
  const language = useLanguage();
  const { query: params } = useLocation();
  const { viewer, signedIn, error, loading, reload } = useViewer();
  const [text, setText] = useState('');
  useTitle(account);
  useScene({}, 'account');
  const back = params.back ?? '';
  const [provider] = useState(signOn);
  const bad = error?.trouble === 'signedOut';
  const name = language === 'kk' ? 'nameKk' : language === 'ru' ? 'nameRu' : 'nameEn';
  return (
    <>
      <h1>{words.signIn}</h1>
      {(!signedIn || bad) && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            signIn(text);
          }}
        >
          {provider && <AtProvider provider={provider} back={back} />}
          <p>{words.signInLead}</p>
          {bad && (
            <p class="note" role="alert">
              {words.badToken}
            </p>
          )}
          <label>
            {words.token}
            <textarea
              rows={4}
              required
              spellcheck={false}
              autocomplete="off"
              value={text}
              onInput={(event) => {
                setText(event.currentTarget.value);
              }}
            />
          </label>
          <p class="actions">
            <button type="submit" class="button">
              {words.enter}
            </button>
          </p>
        </form>
      )}
      {error && !bad && <TroubleNote error={error} retry={reload} />}
      {loading && <Skeleton />}
      {viewer && (
        <>
          <dl class="facts-list">
            <dt>{words.you}</dt>
            <dd>{viewer.subject}</dd>
            <dt>{words.roles}</dt>
            <dd>{viewer.roles.map((role) => words.roleNames[role] ?? role).join(', ')}</dd>
            <dt>{words.territories}</dt>
            <dd>{viewer.territories.map((unit) => unit[name]).join(', ')}</dd>
          </dl>
          <Expiry viewer={viewer} />
          <p class="actions">
            {/^\/[a-z]/.test(back) && (
              <Link class="button" to={back}>
                {back.startsWith('/desk') ? desk.title : words.edit}
              </Link>
            )}
            <Link class="button quiet" to="/desk">
              {desk.title}
            </Link>
            <Link class="button quiet" to="/desk/review">
              {words.queue}
            </Link>
            <Link class="button quiet" to="/positions">
              {words.positions}
            </Link>
            <button type="button" class="button quiet" onClick={signOut}>
              {words.leave}
            </button>
          </p>
        </>
      )}
    </>
  );
}

/** The link to the operator's identity provider, which is named by its host. */
function AtProvider({ provider, back }: { provider: SignOn; back: string }) {
  const words = useDeskWords();
  const language = useLanguage();
  const [failed, setFailed] = useState(false);
  return (
    <>
      <p class="actions">
        <button
          type="button"
          class="button"
          onClick={() => {
            setFailed(false);
            import('./oidc')
              .then(({ leave }) => leave(provider, language, back))
              .catch(() => {
                setFailed(true);
              });
          }}
        >
          {words.signOn(new URL(provider.issuer).host)}
        </button>
      </p>
      {failed && (
        <p class="note" role="alert">
          {words.signOnFailed}
        </p>
      )}
      <p class="detail">{words.signOnOr}</p>
    </>
  );
}
