// The answer: who serves, who else takes the application, what to bring, and why.
import { useState } from 'preact/hooks';
import type { PointFragment, ResolutionFragment, WhoServesQuery } from '../api/generated/graphql';
import { Cite, Cites } from '../acts/Cite';
import { OfficeCard, type Way } from '../offices/OfficeCard';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { around } from '../places/unit';
import { Needs } from '../services/Needs';
import { day } from '../words/format';
import { useLanguage, useWords } from '../words/language';

interface Props {
  data: WhoServesQuery;
  serviceId: string;
  wayTo: (location: PointFragment | null | undefined) => Way | null;
  onCandidate: (id: string) => void;
}

export function Answer({ data, serviceId, wayTo, onCandidate }: Props) {
  const words = useWords();
  const language = useLanguage();
  const found = data.officeFor;
  if (!found) return null;
  const told = found.provisions.length === 0 && found.lastKnown ? found.lastKnown : found;
  const outcomes = words.outcomeHelp as Partial<Record<typeof found.outcome, string>>;
  const help = outcomes[found.outcome];
  const passport = data.publicService?.passport ?? null;
  return (
    <article class="answer" aria-live="polite">
      <h2>{words.outcomes[found.outcome]}</h2>
      {help && <p>{help}</p>}
      <p class="printed">
        {data.publicService?.name}. {found.place?.name}
      </p>
      {found.candidates.length > 0 && (
        <ul class="rows">
          {found.candidates.map((candidate) => (
            <li key={candidate.id}>
              <button
                type="button"
                class="row"
                onClick={() => {
                  onCandidate(candidate.id);
                }}
              >
                {candidate.name}
                <span class="detail">{around(candidate)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {found.placeBasis === 'NEAREST_SETTLEMENT' && <p class="detail">{words.answer.byPoint}</p>}
      {found.placeBasis === 'POLYGON' && <p class="detail">{words.answer.byBoundary}</p>}
      {told.provisions.map((provision) => (
        <OfficeCard
          key={provision.id}
          office={provision.office}
          roles={provision.roles}
          way={wayTo(provision.office.location)}
        >
          <details class="basis">
            <summary>{words.answer.basis}</summary>
            <Cites sources={provision.basis} />
          </details>
        </OfficeCard>
      ))}
      {told.unlistedProviders && (
        <p class="aside">
          {words.answer.unlisted}: {told.unlistedProviders.name}
        </p>
      )}
      {told.provisions.length > 0 && (
        <p class={`law ${found.lawStatus.toLowerCase()}`}>
          {words.lawStatus[found.lawStatus]}
          {found.asOf && ` (${day(language, found.asOf)})`}
        </p>
      )}
      <Alternatives told={told} />
      {passport && found.outcome !== 'AMBIGUOUS_PLACE' && (
        <section>
          <h2>{words.answer.needs}</h2>
          <Needs passport={passport} />
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
      <Actions />
      <p class="printed">
        {words.answer.printed}, {words.answer.edition(data.edition.number)},{' '}
        {day(language, data.edition.publishedAt)}. {location.href}
      </p>
    </article>
  );
}

function Alternatives({ told }: { told: ResolutionFragment }) {
  const words = useWords();
  const named = new Set(told.provisions.map(({ office }) => office.id));
  const others = told.alternatives.filter(({ node }) => !named.has(node.id));
  return (
    <>
      {others.length > 0 && (
        <section>
          <h2>{words.answer.alternatives}</h2>
          {others.map((edge) => (
            <OfficeCard
              key={edge.node.id}
              office={edge.node}
              way={{ metres: edge.distanceMeters, error: edge.errorMeters }}
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

/** Steps that say the same with several citations are one step. */
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

function Actions() {
  const words = useWords().answer;
  const [copied, setCopied] = useState(false);
  return (
    <p class="actions">
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          print();
        }}
      >
        {words.print}
      </button>
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          void navigator.clipboard.writeText(location.href).then(() => {
            setCopied(true);
          });
        }}
      >
        {copied ? words.shared : words.share}
      </button>
    </p>
  );
}
