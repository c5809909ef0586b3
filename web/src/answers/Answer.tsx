// The answer: which office, other offices, what to bring, and the reasons.
import type { PointFragment, ResolutionFragment, WhoServesQuery } from '../api/generated/graphql';
import { Cite, Cites } from '../acts/Cite';
import { Contacts } from '../offices/Contacts';
import { OfficeCard } from '../offices/OfficeCard';
import type { Way } from '../offices/Way';
import { Link } from '../page/Link';
import { QrCode } from '../page/QrCode';
import { slugOf } from '../page/address';
import { Needs } from '../services/Needs';
import { useAnswerWords } from '../words/answering';
import { day } from '../words/format';
import { useLanguage, useWords } from '../words/language';
import { Candidates } from './Candidates';
import { type Resolution, sorted } from './offices';
import { reasonOf } from './reasons';

interface Props {
  data: WhoServesQuery;
  serviceId: string;
  wayTo: (location: PointFragment | null | undefined) => Way | null;
  onCandidate: (id: string) => void;
}

export function Answer({ data, serviceId, wayTo, onCandidate }: Props) {
  const words = useWords();
  const more = useAnswerWords();
  const language = useLanguage();
  const found = data.officeFor;
  if (!found) return null;
  const isLast = found.provisions.length === 0 && found.lastKnown != null;
  const told: Resolution = isLast && found.lastKnown ? found.lastKnown : found;
  const { primary, others, complaints } = sorted(told, found.outcome);
  const service = data.publicService;
  const passport = service?.passport ?? null;
  return (
    <article class="answer" aria-live="polite">
      <Heading found={found} hasPrimary={primary !== null && !isLast} />
      <p class="kicker">
        {[service?.shortName ?? service?.name, found.place?.name].filter(Boolean).join(' · ')}
      </p>
      <PlaceNote found={found} />
      <Candidates found={found} onCandidate={onCandidate} />
      {primary && (
        <OfficeCard
          office={primary.office}
          roles={primary.roles}
          way={wayTo(primary.office.location)}
          goTo={isLast ? more.lastGoTo : more.goTo}
          shared={location.href}
        >
          <Reason told={told} provision={primary} />
        </OfficeCard>
      )}
      {told.provisions.length > 0 && (
        <p class={`law ${found.lawStatus.toLowerCase()}`}>
          {words.lawStatus[found.lawStatus]}
          {found.asOf && ` (${day(language, found.asOf)})`}
        </p>
      )}
      {found.placeBasis === 'NEAREST_SETTLEMENT' && <p class="detail">{words.answer.byPoint}</p>}
      {found.placeBasis === 'POLYGON' && <p class="detail">{words.answer.byBoundary}</p>}
      {told.unlistedProviders && (
        <p class="aside">
          {words.answer.unlisted}: {told.unlistedProviders.name}
        </p>
      )}
      <Others
        title={primary ? more.alsoPossible : others.length > 0 ? more.oneOf : words.answer.alternatives}
        told={told}
        provisions={others}
        wayTo={wayTo}
      />
      {complaints.length > 0 && (
        <details class="section">
          <summary>{more.complaints}</summary>
          {complaints.map((provision) => (
            <OfficeCard key={provision.id} office={provision.office} roles={provision.roles}>
              <Reason told={told} provision={provision} />
            </OfficeCard>
          ))}
        </details>
      )}
      {passport && found.outcome !== 'AMBIGUOUS_PLACE' && (
        <section>
          <h2>{words.answer.needs}</h2>
          {passport.source.language.toLowerCase() !== language && (
            <p class="detail">{words.services.inActLanguage}.</p>
          )}
          <Needs passport={passport} isChecklist />
          <StatedCallCentre passport={passport} />
          <p>
            <Link to={`/services/${slugOf(serviceId)}`}>{words.answer.passport}</Link>
          </p>
        </section>
      )}
      {told.explanation.length > 0 && (
        <details class="section">
          <summary>{words.answer.explanation}</summary>
          <Explanation steps={told.explanation} />
        </details>
      )}
      <p class="actions">
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            print();
          }}
        >
          {words.answer.print}
        </button>
      </p>
      <div class="printed">
        <QrCode text={location.href} label={more.qr} />
        <p>
          {words.answer.printed}, {words.answer.edition(data.edition.number)},{' '}
          {day(language, data.edition.publishedAt).replace(/\.$/, '')}. {decodeURI(location.href)}
        </p>
      </div>
    </article>
  );
}

/** The present name of the place, and doubts about whether it is the intended one. */
function PlaceNote({ found: { understanding, place } }: { found: Resolution }) {
  const words = useAnswerWords();
  if (!understanding || !place) return null;
  if (understanding.stage === 'renamed')
    return <p class="note">{words.formerName(understanding.name, place.name)}</p>;
  return understanding.doubts.length > 0 ? <p class="note">{understanding.text}</p> : null;
}

/** The kind of answer; where a card names the office, the card is the heading. */
function Heading({ found, hasPrimary }: { found: Resolution; hasPrimary: boolean }) {
  const words = useWords();
  const more = useAnswerWords();
  const isMisspelt = found.outcome === 'UNKNOWN_PLACE' && found.candidates.length > 0;
  const helps = words.outcomeHelp as Partial<Record<typeof found.outcome, string>>;
  if (hasPrimary && found.outcome === 'RESOLVED') return null;
  return (
    <>
      <h2>{isMisspelt ? more.meant : words.outcomes[found.outcome]}</h2>
      {!isMisspelt && helps[found.outcome] && <p>{helps[found.outcome]}</p>}
    </>
  );
}

function Reason({
  told,
  provision,
}: {
  told: Resolution;
  provision: ResolutionFragment['provisions'][number];
}) {
  const words = useAnswerWords();
  const { basis } = useWords().answer;
  const reason = reasonOf(told, provision);
  const [first, ...rest] = provision.basis;
  return (
    <div class="reason">
      {reason && (
        <p>
          <strong>{words.why}.</strong> {reason}
        </p>
      )}
      {first && <Cite source={first} />}
      {rest.length > 0 && (
        <details class="basis">
          <summary>{basis}</summary>
          <Cites sources={rest} />
        </details>
      )}
    </div>
  );
}

interface OthersProps {
  title: string;
  told: Resolution;
  provisions: readonly ResolutionFragment['provisions'][number][];
  wayTo: Props['wayTo'];
}

/** Number of further cards that are shown without a click. */
const SHOWN = 3;

/** All other offices that take the application, each with its reason. */
function Others({ title, told, provisions, wayTo }: OthersProps) {
  const words = useWords();
  const more = useAnswerWords();
  const named = new Set(told.provisions.map(({ office }) => office.id));
  const others = told.alternatives.filter(({ node }) => !named.has(node.id));
  const card = (provision: ResolutionFragment['provisions'][number]) => (
    <OfficeCard
      key={provision.id}
      office={provision.office}
      roles={provision.roles}
      way={wayTo(provision.office.location)}
    >
      <Reason told={told} provision={provision} />
    </OfficeCard>
  );
  return (
    <>
      {provisions.length + others.length > 0 && (
        <section>
          <h2>{title}</h2>
          {provisions.slice(0, SHOWN).map(card)}
          {provisions.length > SHOWN && (
            <details class="basis">
              <summary>
                {words.nearest.more} ({provisions.length - SHOWN})
              </summary>
              {provisions.slice(SHOWN).map(card)}
            </details>
          )}
          {others.map((edge) => (
            <OfficeCard
              key={edge.node.id}
              office={edge.node}
              why={edge.servesOrigin ? more.servesYou : more.takesToo}
              way={{ metres: edge.distanceMeters, error: edge.errorMeters, from: told.place?.id }}
            />
          ))}
        </section>
      )}
      {told.nearestDiffers && (
        <section class="aside">
          <h2>{words.answer.nearestDiffers}</h2>
          <p>{told.nearestDiffers}</p>
        </section>
      )}
    </>
  );
}

/** The call centre named by the standard of the service, with the paragraph. */
function StatedCallCentre({
  passport,
}: {
  passport: NonNullable<NonNullable<WhoServesQuery['publicService']>['passport']>;
}) {
  const words = useAnswerWords();
  const stated = passport.information.find(({ text }) => /\b1414\b/.test(text.value));
  if (!stated) return null;
  return (
    <div class="call-centre">
      <span class="detail">{words.callCentre}: </span>
      <Contacts contacts={[{ kind: 'HOTLINE', value: '1414' }]} />
      <Cite source={stated.source} />
    </div>
  );
}

/** Merges steps with the same text and different citations. */
function Explanation({ steps }: { steps: ResolutionFragment['explanation'] }) {
  const grouped: { text: string; sources: NonNullable<(typeof steps)[number]['source']>[] }[] = [];
  for (const step of steps) {
    const last = grouped.at(-1);
    if (last?.text === step.text) {
      if (step.source) last.sources.push(step.source);
    } else grouped.push({ text: step.text, sources: step.source ? [step.source] : [] });
  }
  return (
    <ol class="steps">
      {grouped.map(({ text, sources }, index) => (
        <li key={index}>
          {text}
          {sources.map((source, at) => (
            <Cite key={at} source={source} quote={!text.includes(source.quote ?? '\0')} />
          ))}
        </li>
      ))}
    </ol>
  );
}
