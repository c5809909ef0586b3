// The age of an office's facts, how to report an error, and the call centre.
import type { OfficeCardFragment } from '../api/generated/graphql';
import { Link } from '../page/Link';
import { query, slugOf } from '../page/address';
import { useAnswerWords } from '../words/answering';
import { day } from '../words/format';
import { useLanguage } from '../words/language';
import { Contacts } from './Contacts';

/** Such as "As of 2012; not confirmed since". */
export function Age({ office }: { office: OfficeCardFragment }) {
  const words = useAnswerWords().age;
  const language = useLanguage();
  const { newestSourceOn, age, restsOnRepealed } = office.freshness;
  const isYoung = age === 'UNDER_ONE_YEAR';
  const isChanged = office.version > 1;
  const when =
    newestSourceOn && (isYoung ? day(language, newestSourceOn) : words.year(newestSourceOn.slice(0, 4)));
  const parts = [
    when ? words.asOf(when) : isChanged ? '' : words.none,
    isChanged ? words.changed(day(language, office.updatedAt)) : when && !isYoung ? words.unconfirmed : '',
    restsOnRepealed ? words.repealed : '',
  ];
  return <p class="detail age">{parts.filter(Boolean).join('; ')}</p>;
}

const PARTS = ['address', 'contacts', 'openingHours', 'location', 'name'] as const;

/** Opens the form of a proposal at the wrong field. */
export function Wrong({ office }: { office: OfficeCardFragment }) {
  const words = useAnswerWords();
  const shown = PARTS.filter((part) => part !== 'location' || office.location);
  return (
    <p class="detail wrong">
      {words.wrong}{' '}
      {shown.map((part) => (
        <Link key={part} to={`/offices/${slugOf(office.id)}/edit${query({ wrong: part })}`}>
          {words.wrongParts[part]}
        </Link>
      ))}
    </p>
  );
}

/** The call centre that the acts name for offices of this body, such as 1414. */
export function CallCentre({ office }: { office: OfficeCardFragment }) {
  const words = useAnswerWords();
  const own = office.contacts.some(({ kind }) => kind === 'HOTLINE');
  const lines = (office.organization?.contacts ?? []).filter(({ kind }) => kind === 'HOTLINE');
  if (own || lines.length === 0) return null;
  return (
    <div class="call-centre">
      <span class="detail">{words.callCentre}: </span>
      <Contacts contacts={lines} />
    </div>
  );
}
