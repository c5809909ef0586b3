// A printed row of an act: the titles of its columns, and the rows before and after it.
import type { CitationFragment, PrintedFragment } from '../api/generated/graphql';
import { useWords } from '../words/language';

type Row = PrintedFragment['row'];

interface Props {
  excerpt: PrintedFragment;
  language: CitationFragment['language'];
}

export function Printed({ excerpt, language }: Props) {
  const words = useWords().citation;
  const { title, columns, before, row, after } = excerpt;
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={title || words.printed}>
      <table lang={language.toLowerCase()}>
        {(title || row.headings.length > 0) && (
          <caption>{[title, ...row.headings].filter(Boolean).join(' · ')}</caption>
        )}
        {columns.length > 0 && (
          <thead>
            <tr>
              {columns.map((column, at) => (
                <th key={at} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {before.map((each, at) => (
            <Line key={`before ${at.toString()}`} row={each} />
          ))}
          <Line row={row} cited />
          {after.map((each, at) => (
            <Line key={`after ${at.toString()}`} row={each} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row, cited = false }: { row: Pick<Row, 'cells'>; cited?: boolean }) {
  const words = useWords().citation;
  return (
    <tr aria-current={cited ? 'true' : undefined}>
      {row.cells.map(({ text, isMasked }, at) => (
        <td key={at}>{isMasked ? <span class="detail">({words.masked})</span> : text}</td>
      ))}
    </tr>
  );
}
