// The distance to an office in words: about 18 km, in a straight line; the exact house is not known.
import type { OfficeCardFragment } from '../api/generated/graphql';
import { useAnswerWords } from '../words/answering';
import { distance } from '../words/format';
import { useLanguage } from '../words/language';

/** Metres between the points that two sources give for the middle of one town. */
const SAME_M = 500;

export interface Way {
  metres: number;
  /** How far off it may be. */
  error: number;
  /** The unit that is asked from, where one is. */
  from?: string | null | undefined;
}

export function WayLine({ way, office }: { way: Way; office: OfficeCardFragment }) {
  const words = useAnswerWords().distances;
  const language = useLanguage();
  const text = distance(language, Math.max(way.metres, 50));
  const isRough = way.error > way.metres * 0.05;
  // Of a town and an office in it that both stand at its middle the distance says nothing.
  const isSameTown =
    way.from != null && (way.from === office.settlement?.id || (isRough && way.metres < SAME_M));
  const precision = office.location?.precision;
  const limits =
    precision === 'BUILDING' || precision === 'STREET'
      ? ''
      : precision === 'SETTLEMENT'
        ? words.noHouse
        : words.somewhere;
  const details = [isSameTown ? '' : words.straight, limits].filter(Boolean);
  return (
    <p class="way-line">
      {isSameTown ? words.sameTown : isRough ? words.about(text) : words.from(text)}
      {details.length > 0 && <span class="detail">, {details.join('; ')}</span>}
    </p>
  );
}
