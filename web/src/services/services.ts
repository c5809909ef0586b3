// All services of the registry: they are few, so they are loaded once and filtered here.
import { useMemo } from 'preact/hooks';
import { type LanguageCode, ServicesDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { codeOf, type Language, useLanguage } from '../words/language';

/** A life event. */
export interface Theme {
  name: string;
  /** Its position in the list. */
  at: number;
}

export interface NamedService {
  id: string;
  name: string;
  /** The language of the name, where it differs from the page's. */
  lang: string | undefined;
  /** The common name. */
  shortName: string | null;
  theme: Theme | null;
  registerNumber: string | null;
  /** All names in lower case. */
  words: string;
}

/** Services sorted by common name in the language of the page; empty while loading. */
export function useServices(): readonly NamedService[] {
  const language = useLanguage();
  const { data } = useQuery(ServicesDocument, { language: codeOf(language) });
  return useMemo(() => {
    const themes = new Map(data?.serviceThemes.map(({ code, name }, at) => [code, { name, at }]));
    const services = (data?.publicServices?.edges ?? []).map(({ node }) => ({
      id: node.id,
      registerNumber: node.registerNumber ?? null,
      ...nameIn(node.names, language),
      shortName: node.shortName ?? null,
      theme: themes.get(node.theme?.code ?? '') ?? null,
      words: [node.shortName, ...node.names.map(({ value }) => value)].join(' ').toLocaleLowerCase(),
    }));
    return services.sort((one, other) => titleOf(one).localeCompare(titleOf(other)));
  }, [data, language]);
}

export function titleOf({ name, shortName }: Pick<NamedService, 'name' | 'shortName'>): string {
  return shortName ?? name;
}

function nameIn(names: readonly { value: string; language: LanguageCode }[], language: Language) {
  const found = names.find((name) => name.language === codeOf(language)) ?? names[0];
  const written = found?.language.toLowerCase();
  return { name: found?.value ?? '', lang: written === language ? undefined : written };
}

/** Whether each typed word begins a word of some name of the service. */
export function matches(service: NamedService, text: string): boolean {
  const heads = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const known = service.words.split(/[^\p{L}\p{N}]+/u);
  return heads.every((head) => known.some((word) => word.startsWith(head)));
}
