// Choice of a place: a name with suggestions, the browser's position, or the middle of the map.
import { useState } from 'preact/hooks';
import { SuggestDocument, type SuggestQuery } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { isNearKazakhstan } from '../page/address';
import { Combobox, type Choice } from '../page/Combobox';
import { TroubleNote } from '../page/Trouble';
import { useSlow } from '../page/useSlow';
import { mapCentre } from '../map/scene';
import { codeOf, useLanguage, useWords } from '../words/language';
import type { Words } from '../words/ru';
import { around, type UnitName } from './unit';

/** A place as the API takes it: a unit, a point, or words that may mean several. */
export type Asked = { unit: string } | { point: { latitude: number; longitude: number } } | { name: string };

type Hit = NonNullable<SuggestQuery['search']>['edges'][number];

export type Found =
  | { type: 'place'; unit: UnitName; former: string | null }
  | { type: 'office'; id: string }
  | { type: 'service'; id: string }
  | { type: 'act'; id: string };

interface Props {
  chosen: string;
  label: string;
  placeholder: string;
  /** Also suggests offices, services and acts. */
  everything?: boolean;
  autofocus?: boolean;
  onFound: (found: Found) => void;
  onAsked: (asked: Asked) => void;
  /** Called with the text where it may be more than a place. */
  onLine?: (line: string) => void;
  onClear?: () => void;
}

export function PlacePicker(props: Props) {
  const words = useWords();
  const language = useLanguage();
  const [text, setText] = useState('');
  const [locating, setLocating] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const asked = useSlow(text.trim());
  const { data, error, reload } = useQuery(
    SuggestDocument,
    asked ? { text: asked, language: codeOf(language), near: mapCentre() } : null,
  );
  const choices =
    data === null
      ? null
      : (data.search?.edges ?? []).flatMap((edge) => {
          const choice = choiceOf(edge, words);
          return choice && (props.everything || choice.value.type === 'place') ? [choice] : [];
        });

  const locate = () => {
    setRefusal(null);
    if (!('geolocation' in navigator)) {
      setRefusal(words.geolocation.failed);
      return;
    }
    setLocating(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false);
        const point = { latitude: coords.latitude, longitude: coords.longitude };
        if (isNearKazakhstan(point)) props.onAsked({ point });
        else setRefusal(words.geolocation.outside);
      },
      (failure) => {
        setLocating(false);
        setRefusal(failure.code === 1 ? words.geolocation.denied : words.geolocation.failed);
      },
      { timeout: 10_000, maximumAge: 60_000 },
    );
  };
  return (
    <div class="picker">
      <Combobox<Found>
        label={props.label}
        placeholder={props.placeholder}
        chosen={props.chosen}
        choices={asked === text.trim() ? choices : null}
        autofocus={props.autofocus ?? false}
        onText={setText}
        onChoose={props.onFound}
        onEnter={(name) => {
          if (props.onLine) props.onLine(name);
          else props.onAsked({ name });
        }}
        {...(props.onLine ? { takesFirst: completes } : {})}
        {...(props.onClear ? { onClear: props.onClear } : {})}
      />
      <div class="ways">
        <button type="button" class="way" onClick={locate} disabled={locating}>
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
            <path
              d="M10 2v3m0 10v3M2 10h3m10 0h3M10 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8z"
              fill="none"
              stroke="currentColor"
              stroke-width="1.600"
            />
          </svg>
          {locating ? words.search.locating : words.search.here}
        </button>
        <button
          type="button"
          class="way of-map"
          onClick={() => {
            const point = mapCentre();
            if (point) props.onAsked({ point });
          }}
        >
          {words.search.centre}
        </button>
        <span class="hint of-map">{words.search.hint}</span>
      </div>
      {refusal && (
        <p class="note" role="alert">
          {refusal}
        </p>
      )}
      {error && text && <TroubleNote error={error} retry={reload} />}
    </div>
  );
}

/** Whether a suggestion begins with the typed text; otherwise the whole line is sent. */
function completes(choice: Choice<Found>, text: string): boolean {
  return choice.title.toLocaleLowerCase().startsWith(text.toLocaleLowerCase());
}

function choiceOf({ node, matchType, matchedText }: Hit, words: Words): Choice<Found> | null {
  const former = matchType === 'FORMER_NAME' ? `${words.search.former}: ${matchedText}` : '';
  const kind = words.kinds[node.__typename];
  const detail = (parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ');
  switch (node.__typename) {
    case 'Office':
      return {
        key: node.id,
        value: { type: 'office', id: node.id },
        title: node.officeName,
        detail: detail([kind, node.settlement?.name, node.settlement?.district?.name]),
      };
    case 'PublicService':
      return {
        key: node.id,
        value: { type: 'service', id: node.id },
        title: node.shortName ?? node.serviceName,
        detail: node.shortName ? node.serviceName : kind,
      };
    case 'LegalAct':
      return {
        key: node.id,
        value: { type: 'act', id: node.id },
        title: node.title,
        detail: detail([kind, `№ ${node.number}`, node.adoptedOn]),
      };
    default:
      return {
        key: node.id,
        value: { type: 'place', unit: node, former: matchType === 'FORMER_NAME' ? matchedText : null },
        title: node.name,
        detail: detail([kind, around(node), former]),
      };
  }
}
