// Whether an office is open, until when, and by which hours.
import type { OfficeCardFragment } from '../api/generated/graphql';
import { useAnswerWords } from '../words/answering';
import { soon } from '../words/format';
import { hours } from '../words/hours';
import { useLanguage } from '../words/language';

export function OpenNow({ open }: { open: OfficeCardFragment['openNow'] }) {
  const words = useAnswerWords().open;
  const language = useLanguage();
  const { state, nextChangeAt, basis } = open;
  const when = nextChangeAt ? soon(language, nextChangeAt, basis?.timeZone) : null;
  return (
    <p class={`open-now ${state.toLowerCase()}`}>
      <span class="state">{state === 'UNKNOWN' && basis ? words.unsure : words[state]}</span>
      {when && state !== 'UNKNOWN' && (
        <span class="detail"> {state === 'OPEN' ? words.until(when) : words.opens(when)}</span>
      )}
      {basis && (
        <span class="detail">
          {' '}
          · {hours(language, basis.openingHours)}
          {basis.basis === 'STANDARD' && ` (${words.byStandard})`}
        </span>
      )}
    </p>
  );
}
