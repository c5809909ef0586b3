// Whether an office is open, and by which hours.
import type { OfficeCardFragment } from '../api/generated/graphql';
import { hours, moment } from '../words/format';
import { useLanguage, useWords } from '../words/language';

export function OpenNow({ open }: { open: OfficeCardFragment['openNow'] }) {
  const words = useWords().open;
  const language = useLanguage();
  const { state, nextChangeAt, basis } = open;
  const when = nextChangeAt ? moment(language, nextChangeAt, basis?.timeZone) : null;
  return (
    <p class={`open-now ${state.toLowerCase()}`}>
      <span class="state">{words[state]}</span>
      {when && <span class="detail"> {state === 'OPEN' ? words.until(when) : words.opens(when)}</span>}
      {basis && <span class="detail"> · {hours(language, basis.openingHours)}</span>}
    </p>
  );
}
