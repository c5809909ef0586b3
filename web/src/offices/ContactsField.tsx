// The contacts of an office: one per line, with medium and value.
import type { ContactKind } from '../api/generated/graphql';
import { useEditingWords } from '../words/editing';
import { useWords } from '../words/language';
import type { ContactLine } from './draft';

const KINDS: ContactKind[] = ['PHONE', 'FAX', 'EMAIL', 'WEBSITE', 'MESSENGER', 'HOTLINE'];

interface Props {
  lines: readonly ContactLine[];
  isWrong: boolean;
  onChange: (lines: ContactLine[]) => void;
}

export function ContactsField({ lines, isWrong, onChange }: Props) {
  const words = useEditingWords();
  const kinds = useWords().office.contactKinds;
  const put = (at: number, line: ContactLine) => {
    onChange(lines.map((each, index) => (index === at ? line : each)));
  };
  return (
    <fieldset>
      <legend>{words.fields.contacts}</legend>
      {lines.map((line, index) => (
        <div class="contact-line" key={index}>
          <select
            aria-label={`${words.kind} ${(index + 1).toString()}`}
            value={line.kind}
            onChange={(event) => {
              put(index, { ...line, kind: event.currentTarget.value as ContactKind });
            }}
          >
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {kinds[kind]}
              </option>
            ))}
          </select>
          <input
            aria-label={`${words.value} ${(index + 1).toString()}`}
            value={line.value}
            aria-invalid={isWrong}
            aria-describedby="contacts-problems"
            onInput={(event) => {
              put(index, { ...line, value: event.currentTarget.value });
            }}
          />
          <button
            type="button"
            class="clear"
            aria-label={`${words.removeContact} ${line.value}`}
            onClick={() => {
              onChange(lines.filter((_, at) => at !== index));
            }}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        class="way"
        onClick={() => {
          onChange([...lines, { kind: 'PHONE', value: '' }]);
        }}
      >
        {words.addContact}
      </button>
    </fieldset>
  );
}
