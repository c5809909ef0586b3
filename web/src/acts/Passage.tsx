// The printed text at one place of an act: the row in its table or the paragraph, and a link to the whole
// act.
import { useLocation } from 'preact-iso';
import { type CitationFragment, PassageDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Link } from '../page/Link';
import { query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useAnswerWords } from '../words/answering';
import { day } from '../words/format';
import { codeOf, useLanguage, useWords } from '../words/language';
import { Printed } from './Printed';

/** A place in an act. */
export interface Place {
  act: string;
  standard: number | null;
  annex: string | null;
  provision: string | null;
  line: number | null;
}

/** Where a citation points; a row as amended is printed in the amending act. */
export function placeOf(source: CitationFragment): Place {
  return {
    act: (source.amendedBy ?? source.act).id,
    standard: source.standard ?? null,
    annex: source.annex ?? null,
    provision: source.provision ?? null,
    line: source.line ?? null,
  };
}

/** The place in an address of an act; null for the act as a whole. */
export function placeIn(act: string, params: Record<string, string>): Place | null {
  const whole = (name: string) => (/^\d{1,9}$/.test(params[name] ?? '') ? Number(params[name]) : null);
  const place = {
    act,
    standard: whole('standard'),
    annex: params.annex ?? null,
    provision: params.provision ?? null,
    line: whole('line'),
  };
  return place.line !== null || place.provision !== null ? place : null;
}

function addressOf({ act, standard, annex, provision, line }: Place): string {
  const parts = { standard: standard?.toString(), annex, provision, line: line?.toString() };
  return `/acts/${slugOf(act)}${query(parts)}`;
}

export function Passage({ place, quote = null }: { place: Place; quote?: string | null }) {
  const words = useWords().citation;
  const more = useAnswerWords().passage;
  const language = useLanguage();
  const { asOf } = useLocation().query;
  const { data, error, reload } = useQuery(PassageDocument, {
    ...place,
    asOf: asOf ?? null,
    language: codeOf(language),
  });
  if (error) return <TroubleNote error={error} retry={reload} />;
  const act = data?.legalAct;
  if (!act) return <Skeleton lines={3} />;
  const { printedRow, printedParagraph, language: written } = act.passage;
  const official = act.url ?? act.readUrl;
  return (
    <div class="excerpt">
      {printedRow && <Printed excerpt={printedRow} language={written} />}
      {printedParagraph && (
        <blockquote lang={written.toLowerCase()}>
          {printedParagraph.headings.map((heading) => (
            <p key={heading} class="detail">
              {heading}
            </p>
          ))}
          <p>
            {printedParagraph.number}. {quote && <q>{quote}</q>}
          </p>
        </blockquote>
      )}
      {!printedRow && !printedParagraph && <p>{more.nothing}</p>}
      <p class="detail">
        {more.asOf(day(language, act.textAsOf))}; {words.status[act.status]}
      </p>
      <p class="detail actions">
        {official && (
          <a href={official} rel="noopener noreferrer external">
            {more.official}
          </a>
        )}
        <Link to={`/acts/${slugOf(act.id)}`}>{more.all}</Link>
        <Link to={addressOf(place)}>{more.link}</Link>
      </p>
    </div>
  );
}
