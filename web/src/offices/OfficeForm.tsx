// The form of an office; what is wrong stands beside the field it is about.
import type { ContactKind, ProblemFragment } from '../api/generated/graphql';
import { problemText, useEditingWords } from '../words/editing';
import { useWords } from '../words/language';
import { changed, type ContactLine, type Draft, type Field, TEXT_FIELDS } from './draft';

interface Props {
  draft: Draft;
  problems: readonly ProblemFragment[];
  confirmed: readonly string[];
  direct: boolean;
  busy: boolean;
  told: string | null;
  onChange: (draft: Draft) => void;
  onConfirm: (word: string, on: boolean) => void;
  onSend: (dryRun: boolean) => void;
  onDiscard: () => void;
}

const KINDS: ContactKind[] = ['PHONE', 'FAX', 'EMAIL', 'WEBSITE', 'MESSENGER', 'HOTLINE'];

export function OfficeForm(props: Props) {
  const { draft, problems, onChange } = props;
  const words = useEditingWords();
  const of = (field: string) => problems.filter(({ path }) => path?.includes(field) ?? false);
  const placed = new Set<string>([...TEXT_FIELDS, 'contacts', 'reason', 'evidence']);
  const elsewhere = problems.filter(({ path }) => !(path ?? []).some((part) => placed.has(part)));
  const set = (field: Field, value: string | ContactLine[]) => {
    onChange({ ...draft, now: { ...draft.now, [field]: value } });
  };
  const told = (field: string, list = of(field)) => (
    <Problems field={field} problems={list} confirmed={props.confirmed} onConfirm={props.onConfirm} />
  );
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend(false);
      }}
    >
      {elsewhere.length > 0 && told('form', elsewhere)}
      {TEXT_FIELDS.map((field) => (
        <div key={field}>
          <label for={field}>{words.fields[field]}</label>
          <input
            id={field}
            value={draft.now[field]}
            lang={field.endsWith('Kk') ? 'kk' : field.endsWith('Ru') ? 'ru' : undefined}
            aria-invalid={of(field).length > 0}
            aria-describedby={`${field}-problems`}
            onInput={(event) => {
              set(field, event.currentTarget.value);
            }}
          />
          {field === 'openingHours' && <p class="detail">{words.hoursHelp}</p>}
          {field === 'location' && <p class="detail">{words.pointHelp}</p>}
          {told(field)}
        </div>
      ))}
      <Contacts
        lines={draft.now.contacts}
        onChange={(lines) => {
          set('contacts', lines);
        }}
      />
      {told('contacts')}
      <div>
        <label for="reason">{words.reason}</label>
        <input
          id="reason"
          value={draft.reason}
          aria-invalid={of('reason').length > 0}
          aria-describedby="reason-problems"
          onInput={(event) => {
            onChange({ ...draft, reason: event.currentTarget.value });
          }}
        />
        {told('reason')}
      </div>
      <div>
        <label for="evidence">{words.evidence}</label>
        <textarea
          id="evidence"
          rows={3}
          value={draft.evidence}
          aria-invalid={of('evidence').length > 0}
          aria-describedby="evidence-problems"
          onInput={(event) => {
            onChange({ ...draft, evidence: event.currentTarget.value });
          }}
        />
        {told('evidence')}
      </div>
      {props.told && (
        <p class="note good" role="status">
          {props.told}
        </p>
      )}
      <p class="actions sticky">
        <button type="submit" class="button" disabled={props.busy}>
          {props.direct ? words.save : words.propose}
        </button>
        <button
          type="button"
          class="button quiet"
          disabled={props.busy}
          onClick={() => {
            props.onSend(true);
          }}
        >
          {words.check}
        </button>
        {changed(draft).length > 0 && (
          <button type="button" class="button quiet" onClick={props.onDiscard}>
            {words.discard}
          </button>
        )}
      </p>
    </form>
  );
}

function Contacts({
  lines,
  onChange,
}: {
  lines: readonly ContactLine[];
  onChange: (lines: ContactLine[]) => void;
}) {
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

interface ProblemsProps {
  field: string;
  problems: readonly ProblemFragment[];
  confirmed: readonly string[];
  onConfirm: (word: string, on: boolean) => void;
}

function Problems({ field, problems, confirmed, onConfirm }: ProblemsProps) {
  const words = useEditingWords();
  return (
    <div id={`${field}-problems`} class="problems" role={problems.length > 0 ? 'alert' : undefined}>
      {problems.map((problem) => {
        const word = problem.__typename === 'ValidationUserError' ? problem.confirm : null;
        return (
          <div key={problem.message}>
            <p>{problemText(words, problem)}</p>
            {word && (
              <label class="check">
                <input
                  type="checkbox"
                  checked={confirmed.includes(word)}
                  onChange={(event) => {
                    onConfirm(word, event.currentTarget.checked);
                  }}
                />
                {words.confirm}
              </label>
            )}
          </div>
        );
      })}
    </div>
  );
}
