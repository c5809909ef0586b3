// When the sign-in expires, and how to renew it.
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { ApiError } from '../api/client';
import type { Viewer } from '../account/useViewer';
import { Link } from '../page/Link';
import { query } from '../page/address';
import { TroubleNote } from '../page/Trouble';
import { useEditingWords } from '../words/editing';
import { moment } from '../words/format';
import { useLanguage } from '../words/language';
import { useDeskWords } from './words';

/** Minutes before its end at which the page warns. */
const SOON = 10;

function useMinutesLeft(expiresAt: string | null): number | null {
  const left = () => (expiresAt ? Math.floor((Date.parse(expiresAt) - Date.now()) / 60_000) : null);
  const [minutes, setMinutes] = useState(left);
  useEffect(() => {
    setMinutes(left());
    const timer = setInterval(() => {
      setMinutes(left());
    }, 15_000);
    return () => {
      clearInterval(timer);
    };
  }, [expiresAt]);
  return minutes;
}

export function Expiry({ viewer }: { viewer: Viewer }) {
  const words = useDeskWords();
  const language = useLanguage();
  const expiresAt = viewer.expiresAt ?? null;
  const minutes = useMinutesLeft(expiresAt);
  if (expiresAt === null || minutes === null) return null;
  if (minutes >= SOON) return <p class="detail">{words.until(moment(language, expiresAt))}</p>;
  return (
    <div class="note" role="status">
      <p>{minutes < 0 ? words.ended : words.ending(minutes)}</p>
      <SignInAgain />
    </div>
  );
}

/** The error of a change; where the token has expired, the link to a new sign-in and back. */
export function ChangeTrouble({ trouble, retry }: { trouble: ApiError; retry?: () => void }) {
  const words = useEditingWords();
  if (trouble.trouble !== 'signedOut') return <TroubleNote error={trouble} {...(retry ? { retry } : {})} />;
  return (
    <div class="note" role="alert">
      <p>{words.lostSession}</p>
      <SignInAgain />
    </div>
  );
}

function SignInAgain() {
  const words = useEditingWords();
  const { path } = useLocation();
  return (
    <Link class="button quiet" to={`/account${query({ back: path.replace(/^\/(kk|ru|en)(?=\/|$)/, '') })}`}>
      {words.signInAgain}
    </Link>
  );
}
