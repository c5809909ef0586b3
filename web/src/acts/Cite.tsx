// A citation of an act, as a link that opens the printed text.
import { useState } from 'preact/hooks';
import type { CitationFragment } from '../api/generated/graphql';
import { useAnswerWords } from '../words/answering';
import { day } from '../words/format';
import { useLanguage, useWords } from '../words/language';
import { Passage, placeOf } from './Passage';

export function Cite({ source, quote = false }: { source: CitationFragment; quote?: boolean }) {
  const words = useWords().citation;
  const more = useAnswerWords().passage;
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const named = (act: { number: string; adoptedOn: string }) =>
    words.act(act.number, day(language, act.adoptedOn));
  const where = [
    named(source.act),
    source.standard == null ? '' : words.standard(source.standard),
    source.annex == null ? '' : words.annex(source.annex),
    source.row == null ? '' : words.row(source.row),
    source.provision == null ? '' : words.provision(source.provision),
    source.amendedBy ? more.amended(named(source.amendedBy)) : '',
  ].filter(Boolean);
  return (
    <details
      class="cite"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <cite>{where.join(', ')}</cite>
        {quote && source.quote && <q lang={source.language.toLowerCase()}>{source.quote}</q>}
      </summary>
      {open && <Passage place={placeOf(source)} quote={source.quote ?? null} />}
    </details>
  );
}

/** Citations without duplicates, grouped by act and standard so that a page stays short. */
export function Cites({ sources }: { sources: readonly CitationFragment[] }) {
  const unique = new Map(
    sources.map((source) => [JSON.stringify({ ...source, quote: null, line: null }), source]),
  );
  return (
    <ul class="cites">
      {[...unique].map(([key, source]) => (
        <li key={key}>
          <Cite source={source} />
        </li>
      ))}
    </ul>
  );
}
