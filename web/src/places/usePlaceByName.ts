// Finds a place by words: one place, or candidates from which the user chooses.
import type { ApiError } from '../api/client';
import { LocateDocument, type UnitLineFragment } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { codeOf, useLanguage } from '../words/language';

interface Named {
  unit: string | null;
  candidates: readonly UnitLineFragment[];
  /** Whether the candidates only resemble the name. */
  isMisspelt: boolean;
  /** Whether the name is a former one. */
  isFormer: boolean;
  unknown: boolean;
  error: ApiError | null;
}

/** A candidate is taken without asking only if it is the only one and certain. */
export function usePlaceByName(name: string | null): Named {
  const language = codeOf(useLanguage());
  const { data, error } = useQuery(LocateDocument, name ? { text: name, language } : null);
  const found = (data?.locate ?? []).flatMap((each) => (each.unit ? [{ ...each, unit: each.unit }] : []));
  const units = found.map(({ unit }) => unit);
  const [only] = found;
  const isAlone = found.length === 1 && only?.isCertain;
  return {
    unit: isAlone ? only.unit.id : null,
    candidates: isAlone ? [] : units,
    isMisspelt: !isAlone && found.length > 0 && found.every(({ doubts }) => doubts.includes('MISSPELT')),
    isFormer: isAlone === true && only.stage === 'renamed',
    unknown: data !== null && units.length === 0,
    error,
  };
}
