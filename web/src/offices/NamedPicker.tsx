// Choice of a unit or an office by name: for fields that store ids and show names.
import { useState } from 'preact/hooks';
import { SuggestDocument, type SuggestQuery } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Combobox, type Choice } from '../page/Combobox';
import { useSlow } from '../page/useSlow';
import { around } from '../places/unit';
import { codeOf, useLanguage, useWords } from '../words/language';
import type { Words } from '../words/ru';

export interface Named {
  id: string;
  name: string;
}

interface Props {
  kind: 'unit' | 'office';
  label: string;
  placeholder: string;
  chosen: string;
  onChoose: (named: Named) => void;
  onClear?: () => void;
}

export function NamedPicker({ kind, ...props }: Props) {
  const words = useWords();
  const language = useLanguage();
  const [text, setText] = useState('');
  const asked = useSlow(text.trim());
  const { data } = useQuery(
    SuggestDocument,
    asked ? { text: asked, language: codeOf(language), near: null } : null,
  );
  const choices = (data?.search?.edges ?? []).flatMap(({ node }) => choiceOf(node, kind, words));
  return (
    <Combobox<Named>
      {...props}
      choices={asked === text.trim() && data ? choices : null}
      onText={setText}
      onChoose={props.onChoose}
    />
  );
}

type Hit = NonNullable<SuggestQuery['search']>['edges'][number]['node'];

function choiceOf(node: Hit, kind: Props['kind'], words: Words): Choice<Named>[] {
  if (node.__typename === 'Office') {
    if (kind !== 'office') return [];
    const detail = [node.settlement?.name, node.settlement?.district?.name].filter(Boolean).join(' · ');
    return [{ key: node.id, value: { id: node.id, name: node.officeName }, title: node.officeName, detail }];
  }
  if (kind !== 'unit' || node.__typename === 'PublicService' || node.__typename === 'LegalAct') return [];
  const detail = [words.kinds[node.__typename], around(node)].filter(Boolean).join(' · ');
  return [{ key: node.id, value: { id: node.id, name: node.name }, title: node.name, detail }];
}

interface ListProps {
  kind: Props['kind'];
  label: string;
  placeholder: string;
  remove: string;
  named: readonly Named[];
  onNamed: (named: Named[]) => void;
}

/** Several of them, each with a button to remove it. */
export function NamedList({ kind, label, placeholder, remove, named, onNamed }: ListProps) {
  return (
    <>
      <ul class="named-list">
        {named.map(({ id, name }) => (
          <li key={id}>
            {name}{' '}
            <button
              type="button"
              class="way"
              aria-label={`${remove}: ${name}`}
              onClick={() => {
                onNamed(named.filter((each) => each.id !== id));
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <NamedPicker
        key={named.length}
        kind={kind}
        label={label}
        placeholder={placeholder}
        chosen=""
        onChoose={(more) => {
          if (!named.some(({ id }) => id === more.id)) onNamed([...named, more]);
        }}
      />
    </>
  );
}
