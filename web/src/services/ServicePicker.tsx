// Choice of a service: by words of its name in any language, or by a common name.
import { useMemo, useState } from 'preact/hooks';
import { SuggestDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Combobox, type Choice } from '../page/Combobox';
import { useSlow } from '../page/useSlow';
import { useAnswerWords } from '../words/answering';
import { codeOf, useLanguage, useWords } from '../words/language';
import { matches, titleOf, useServices } from './services';

interface Props {
  chosen: string | null;
  autofocus?: boolean;
  onChoose: (id: string) => void;
  onClear?: () => void;
}

export function ServicePicker({ chosen, autofocus, onChoose, onClear }: Props) {
  const words = useWords();
  const more = useAnswerWords().services;
  const language = useLanguage();
  const services = useServices();
  const [text, setText] = useState('');
  const asked = useSlow(text.trim());
  // The search knows the common names; the list finds printed names at once.
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
      const { name, shortName, registerNumber } = service;
      const number = registerNumber ? `№ ${registerNumber}` : '';
      return [{ key: id, value: id, title: titleOf(service), detail: shortName ? name : number }];
    });
  }, [data, services, text]);
  // A service counts as unknown only after the search has answered.
  const isWaiting = choices.length === 0 && (asked !== text.trim() || data === null);
  const service = services.find(({ id }) => id === chosen);
  return (
    <Combobox<string>
      label={words.search.service}
      placeholder={words.search.servicePlaceholder}
      chosen={service ? titleOf(service) : ''}
      choices={isWaiting ? null : choices}
      nothing={more.notHere}
      openOnFocus
      autofocus={autofocus ?? false}
      onText={setText}
      onChoose={onChoose}
      {...(onClear ? { onClear } : {})}
    />
  );
}
