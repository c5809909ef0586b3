// A pointer into an act, as a line that leads to it.
import type { CitationFragment } from '../api/generated/graphql';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { day } from '../words/format';
import { useLanguage, useWords } from '../words/language';

export function Cite({ source, quote = false }: { source: CitationFragment; quote?: boolean }) {
  const words = useWords().citation;
  const language = useLanguage();
  const where = [
    source.standard == null ? '' : words.standard(source.standard),
    source.annex == null ? '' : words.annex(source.annex),
    source.row == null ? '' : words.row(source.row),
    source.provision == null ? '' : words.provision(source.provision),
  ].filter(Boolean);
  return (
    <cite class="cite">
      <Link to={`/acts/${slugOf(source.act.id)}`}>
        {words.act(source.act.number, day(language, source.act.adoptedOn))}
      </Link>
      {where.length > 0 && `, ${where.join(', ')}`}
      {quote && source.quote && <q lang={source.language.toLowerCase()}>{source.quote}</q>}
    </cite>
  );
}

/** Citations without those that say the same, grouped by act and standard so that a page stays short. */
export function Cites({ sources }: { sources: readonly CitationFragment[] }) {
  const unique = new Map(sources.map((source) => [JSON.stringify({ ...source, quote: null }), source]));
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
