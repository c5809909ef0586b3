// The meaning of a typed line: a service, a place, or another page that answers it.
import { useLocation } from 'preact-iso';
import { useEffect } from 'preact/hooks';
import type { ApiError } from '../api/client';
import { AskDocument, type AskQuery, type PlaceInput } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { query } from '../page/address';
import { codeOf, useLanguage } from '../words/language';

export type Reading = NonNullable<AskQuery['ask']>;

export interface Line {
  reading: Reading | null;
  service: string | null;
  place: PlaceInput | null;
  loading: boolean;
  error: ApiError | null;
  reload: () => void;
}

/** The place, if the line identifies exactly one, else its name, which the answer asks about. */
function placeOf(reading: Reading | null): PlaceInput | null {
  const [only, ...others] = reading?.locate ?? [];
  if (only?.unit && only.isCertain && others.length === 0) return { unitId: only.unit.id };
  return reading?.placeText ? { name: reading.placeText } : null;
}

/** A null line sends no request. */
export function useReading(line: string | null) {
  const language = codeOf(useLanguage());
  const { data, ...rest } = useQuery(AskDocument, line ? { text: line, near: null, language } : null);
  return { reading: data?.ask ?? null, ...rest };
}

/** The reading of a line with its service and place; a line about a centre leads to the page of centres. */
export function useLine(line: string | null): Line {
  const language = useLanguage();
  const { route } = useLocation();
  const read = useReading(line);
  const reading = read.reading;
  const name = reading?.placeText ?? null;
  const isCentre = reading?.question === 'NEAREST_CENTRE';
  useEffect(() => {
    if (isCentre) route(`/${language}/nearest${query({ name, ask: line })}`, true);
  }, [isCentre, name, line, language]);
  const asks = (...kinds: Reading['question'][]) => reading !== null && kinds.includes(reading.question);
  return {
    ...read,
    service: asks('WHO_SERVES', 'SERVICE_ONLY') ? (reading?.services[0]?.service.id ?? null) : null,
    place: asks('WHO_SERVES') && name ? { name } : asks('PLACE_ONLY') ? placeOf(reading) : null,
  };
}
