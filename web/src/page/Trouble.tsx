// Errors with advice, and the grey lines in the place of an answer that is loading.
import { useEffect, useState } from 'preact/hooks';
import type { ApiError } from '../api/client';
import { useAnswerWords } from '../words/answering';
import { useWords } from '../words/language';
import { Link } from './Link';
import { holdTold, letTold } from './told';

export function TroubleNote({ error, retry }: { error: ApiError; retry?: () => void }) {
  const words = useWords();
  const { codes } = useAnswerWords();
  return (
    <div class="note trouble" role="alert">
      <p>{(error.code && codes[error.code]) ?? words.trouble[error.trouble]}</p>
      {error.trouble === 'notFound' ? (
        <Link to="/" class="button quiet">
          {words.trouble.home}
        </Link>
      ) : error.trouble === 'signedOut' ? (
        <Link to="/account" class="button quiet">
          {words.menu.account}
        </Link>
      ) : (
        retry && (
          <button type="button" class="button quiet" onClick={retry}>
            {words.trouble.retry}
          </button>
        )
      )}
    </div>
  );
}

/** The place of an answer that is loading: on the first visit the server's words, else grey lines. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const words = useWords();
  const [told] = useState(holdTold);
  useEffect(
    () => () => {
      letTold(told);
    },
    [told],
  );
  return (
    <>
      {told && <div class="told" dangerouslySetInnerHTML={{ __html: told.words }} />}
      <div class="skeleton" role="status">
        <span class="hidden">{words.loading}</span>
        {Array.from({ length: told ? 1 : lines }, (_, line) => (
          <span key={line} class="bar" />
        ))}
      </div>
    </>
  );
}

export function NotFound() {
  const words = useWords();
  return (
    <div class="note">
      <h1>{words.trouble.pageNotFound}</h1>
      <Link to="/" class="button">
        {words.trouble.home}
      </Link>
    </div>
  );
}
