// All services of the registry: few, so they are asked for once and looked through here.
import { useMemo } from 'preact/hooks';
import { type LanguageCode, ServicesDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { codeOf, useLanguage } from '../words/language';

export interface NamedService {
  id: string;
  name: string;
  registerNumber: string | null;
  /** Every name in small letters. */
  words: string;
}

/** Services by name in the language of the page; empty until they are known. */
export function useServices(): readonly NamedService[] {
  const language = codeOf(useLanguage());
  const { data } = useQuery(ServicesDocument, {});
  return useMemo(() => {
    const services = (data?.publicServices?.edges ?? []).map(({ node }) => ({
      id: node.id,
      registerNumber: node.registerNumber ?? null,
      name: nameIn(node.names, language),
      words: node.names.map(({ value }) => value.toLocaleLowerCase()).join(' '),
    }));
    return services.sort((one, other) => one.name.localeCompare(other.name));
  }, [data, language]);
}

function nameIn(names: readonly { value: string; language: LanguageCode }[], language: LanguageCode): string {
  return (names.find((name) => name.language === language) ?? names[0])?.value ?? '';
}

/** Whether each typed word begins a word of some name of the service. */
export function matches(service: NamedService, text: string): boolean {
  const heads = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const known = service.words.split(/[^\p{L}\p{N}]+/u);
  return heads.every((head) => known.some((word) => word.startsWith(head)));
}
