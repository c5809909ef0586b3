// "Put it on your page": choose the content, copy the code, see the preview.
import { useState } from 'preact/hooks';
import { slugOf } from '../page/address';
import { useTitle } from '../page/useTitle';
import { useSlow } from '../page/useSlow';
import { useServices } from '../services/services';
import { LANGUAGES, useLanguage, wordsOf } from '../words/language';
import { PAGE_WORDS } from './pageWords';
import { elementCode, frameAddress, frameCode, type Wanted } from './snippet';

const USUAL = '#00566b';

export function EmbedPage() {
  const language = useLanguage();
  const words = PAGE_WORDS[language];
  const services = useServices();
  const [wanted, setWanted] = useState<Wanted>({
    kind: 'nearest',
    language,
    service: '',
    place: '',
    accent: '',
  });
  const [isFrame, setFrame] = useState(false);
  const [copied, setCopied] = useState(false);
  const shown = useSlow(wanted, 400);
  useTitle(words.title);
  const set = (change: Partial<Wanted>) => {
    setWanted({ ...wanted, ...change });
    setCopied(false);
  };
  const base = location.origin;
  const code = isFrame ? frameCode(base, wanted, words[wanted.kind]) : elementCode(base, wanted);
  return (
    <article>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <Choice
          legend={words.what}
          options={{ nearest: words.nearest, answer: words.answer }}
          chosen={wanted.kind}
          onChoose={(kind) => {
            set({ kind });
          }}
        />
        {wanted.kind === 'answer' && (
          <label>
            {words.service}
            <select
              value={wanted.service}
              onChange={(event) => {
                set({ service: event.currentTarget.value });
              }}
            >
              <option value="">{words.anyService}</option>
              {services.map(({ id, name }) => (
                <option key={id} value={slugOf(id)}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {words.place}
          <input
            type="text"
            maxLength={300}
            value={wanted.place}
            onInput={(event) => {
              set({ place: event.currentTarget.value });
            }}
          />
        </label>
        <label>
          {words.language}
          <select
            value={wanted.language}
            onChange={(event) => {
              set({ language: event.currentTarget.value });
            }}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={each}>
                {wordsOf(each).name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.accent}
          <input
            type="color"
            value={wanted.accent ? `#${wanted.accent}` : USUAL}
            onInput={(event) => {
              const { value } = event.currentTarget;
              set({ accent: value === USUAL ? '' : value.slice(1) });
            }}
          />
        </label>
        <Choice
          legend={words.how}
          options={{ component: words.component, frame: words.frame }}
          chosen={isFrame ? 'frame' : 'component'}
          onChoose={(how) => {
            setFrame(how === 'frame');
            setCopied(false);
          }}
        />
        <label>
          {words.code}
          <textarea class="snippet" rows={6} readOnly value={code} />
        </label>
        <p class="actions">
          <button
            type="button"
            class="button"
            onClick={() => {
              void navigator.clipboard.writeText(code).then(() => {
                setCopied(true);
              });
            }}
          >
            {words.copy}
          </button>
          <span role="status">{copied && words.copied}</span>
        </p>
      </form>
      <section>
        <h2>{words.preview}</h2>
        <iframe class="preview" src={frameAddress(base, shown)} title={words.preview} />
      </section>
    </article>
  );
}

interface ChoiceProps<K extends string> {
  legend: string;
  options: Record<K, string>;
  chosen: K;
  onChoose: (key: K) => void;
}

function Choice<K extends string>({ legend, options, chosen, onChoose }: ChoiceProps<K>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {(Object.keys(options) as K[]).map((key) => (
        <label key={key} class="check">
          <input
            type="radio"
            name={legend}
            checked={key === chosen}
            onChange={() => {
              onChoose(key);
            }}
          />
          {options[key]}
        </label>
      ))}
    </fieldset>
  );
}
