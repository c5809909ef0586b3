// A place from words alone: the one that is meant, or those among which a person has to choose.
import type { ApiError } from '../api/client';
import { LocateDocument, type UnitLineFragment } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { codeOf, useLanguage } from '../words/language';

interface Named {
  unit: string | null;
  candidates: readonly UnitLineFragment[];
  unknown: boolean;
  error: ApiError | null;
}

/** A first candidate is taken without asking only when it is alone. */
export function usePlaceByName(name: string | null): Named {
  const language = codeOf(useLanguage());
  const { data, error } = useQuery(LocateDocument, name ? { text: name, language } : null);
  const units = (data?.locate ?? []).flatMap(({ unit }) => unit ?? []);
  const [only] = units;
  return {
    unit: units.length === 1 && only ? only.id : null,
    candidates: units.length > 1 ? units : [],
    unknown: data !== null && units.length === 0,
    error,
  };
}
