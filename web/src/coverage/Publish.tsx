// Material for journalists about a coverage: its definition, its date, the table, a picture.
import { useState } from 'preact/hooks';
import { offerFile } from '../offices/textFiles';
import { slugOf } from '../page/address';
import { day, number } from '../words/format';
import { useLanguage, useWords } from '../words/language';
import { useReportWords } from './reportWords';

interface Props {
  service: string;
  serviceName: string;
  within: string | null;
  territory: string;
  settlements: number;
  edition: { number: number; publishedAt: string };
}

export function Publish({ service, serviceName, within, territory, settlements, edition }: Props) {
  const words = useReportWords();
  const { coverage } = useWords();
  const language = useLanguage();
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const asOf = words.asOf(day(language, edition.publishedAt.slice(0, 10)), edition.number.toString());
  const name = `coverage-${slugOf(service)}${within ? `-${slugOf(within)}` : ''}-${edition.number.toString()}`;
  const make = async (kind: 'csv' | 'svg') => {
    setBusy(true);
    setFailed(false);
    try {
      const { asCsv, asSvg, barsOf, villagesOf } = await import('./report');
      const villages = await villagesOf(service, within);
      if (kind === 'csv') offerFile(`${name}.csv`, 'text/csv', asCsv(villages));
      else {
        const labels = [...coverage.legend, coverage.unknownWay, coverage.unserved];
        const picture = {
          title: serviceName,
          subtitle: `${territory}. ${asOf}`,
          bars: barsOf(villages, labels),
          foot: words.foot,
        };
        offerFile(`${name}.svg`, 'image/svg+xml', asSvg(picture));
      }
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section>
      <h2>{words.title}</h2>
      <p>{words.denominator(number(language, settlements))}</p>
      <p class="detail">{asOf}</p>
      <p class="actions">
        <button type="button" class="button quiet" disabled={busy} onClick={() => void make('csv')}>
          {words.csv}
        </button>
        <button type="button" class="button quiet" disabled={busy} onClick={() => void make('svg')}>
          {words.picture}
        </button>
      </p>
      {failed && <p role="alert">{words.failed}</p>}
    </section>
  );
}
