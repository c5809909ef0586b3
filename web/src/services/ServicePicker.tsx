// Which service somebody needs: the words of its name in any language, or what people call it.
import { useMemo, useState } from 'preact/hooks';
import { SuggestDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Combobox, type Choice } from '../page/Combobox';
import { useSlow } from '../page/useSlow';
import { codeOf, useLanguage, useWords } from '../words/language';
import { matches, useServices } from './services';

interface Props {
  chosen: string | null;
  autofocus?: boolean;
  onChoose: (id: string) => void;
  onClear?: () => void;
}

export function ServicePicker({ chosen, autofocus, onChoose, onClear }: Props) {
  const words = useWords();
  const language = useLanguage();
  const services = useServices();
  const [text, setText] = useState('');
  const asked = useSlow(text.trim());
  // The search knows what people call a service; the list knows its printed names at once.
  const { data } = useQuery(
    SuggestDocument,
    asked ? { text: asked, language: codeOf(language), near: null } : null,
  );
  const choices = useMemo<Choice<string>[]>(() => {
    const hits = (data?.search?.edges ?? []).flatMap(({ node }) =>
      node.__typename === 'PublicService' ? [node.id] : [],
    );
    const named = services.filter((service) => matches(service, text)).map(({ id }) => id);
    const ids = text.trim() ? [...new Set([...hits, ...named])] : services.map(({ id }) => id);
    return ids.flatMap((id) => {
      const service = services.find((each) => each.id === id);
      if (!service) return [];
      const detail = service.registerNumber ? `№ ${service.registerNumber}` : '';
      return [{ key: id, value: id, title: service.name, detail }];
    });
  }, [data, services, text]);
  const name = services.find((service) => service.id === chosen)?.name ?? '';
  return (
    <Combobox<string>
      label={words.search.service}
      placeholder={words.search.servicePlaceholder}
      chosen={name}
      choices={choices}
      openOnFocus
      autofocus={autofocus ?? false}
      onText={setText}
      onChoose={onChoose}
      {...(onClear ? { onClear } : {})}
    />
  );
}
