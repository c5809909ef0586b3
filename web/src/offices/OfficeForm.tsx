// The form of an office; an error is shown beside its field.
import type { ComponentChildren } from 'preact';
import type { OfficeKind, ProblemFragment } from '../api/generated/graphql';
import { useDeskWords } from '../desk/words';
import { useEditingWords } from '../words/editing';
import { useWords } from '../words/language';
import './form.css';
import { ContactsField } from './ContactsField';
import { changed, type Draft, type Field, typedPoint, type Values } from './draft';
import { HoursGrid } from './HoursGrid';
import { NamedList, NamedPicker } from './NamedPicker';
import { PinField } from './PinField';
import { Problems, problemsElsewhere, problemsOf, useFocusOnProblem } from './Problems';

interface Props {
  draft: Draft;
  problems: readonly ProblemFragment[];
  confirmed: readonly string[];
  /** The label of its button. */
  doing: string;
  busy: boolean;
  told: string | null;
  onChange: (draft: Draft) => void;
  onConfirm: (word: string, on: boolean) => void;
  onSend: (dryRun: boolean) => void;
  onDiscard: () => void;
  /** Fields before all others. */
  children?: ComponentChildren;
}

const PLAIN = ['nameKk', 'nameRu', 'addressKk', 'addressRu', 'postalCode'] as const;
const KINDS: OfficeKind[] = [
  'AKIMAT',
  'DEPARTMENT',
  'PSC_BRANCH',
  'TERRITORIAL_BODY',
  'ORGANISATION',
  'MOBILE_UNIT',
  'OTHER',
];
/** Arguments of the API whose errors are shown at a field of this form. */
const PLACED = [
  ...PLAIN,
  'openingHours',
  'location',
  'contacts',
  'kind',
  'category',
  'settlementId',
  'jurisdictionUnitIds',
  'reason',
  'evidence',
];

export function OfficeForm(props: Props) {
  const { draft, problems, onChange } = props;
  const words = useEditingWords();
  useFocusOnProblem(problems);
  const set = <F extends Field>(field: F, value: Values[F]) => {
    onChange({ ...draft, now: { ...draft.now, [field]: value } });
  };
  const told = (field: string, ...names: string[]) => (
    <Problems
      field={field}
      problems={problemsOf(problems, field, ...names)}
      confirmed={props.confirmed}
      onConfirm={props.onConfirm}
    />
  );
  const isWrong = (...names: string[]) => problemsOf(problems, ...names).length > 0;
  const parts = { draft, set, told, isWrong };
  const elsewhere = problemsElsewhere(problems, PLACED);
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend(false);
      }}
    >
      {elsewhere.length > 0 && <Problems field="form" problems={elsewhere} />}
      {props.children}
      <Texts {...parts} />
      <Hours {...parts} />
      <Place {...parts} />
      <div>
        <ContactsField
          lines={draft.now.contacts}
          isWrong={isWrong('contacts')}
          onChange={(lines) => {
            set('contacts', lines);
          }}
        />
        {told('contacts')}
      </div>
      <Belonging {...parts} />
      <Reasons {...parts} onChange={onChange} />
      {props.told && (
        <p class="note good" role="status">
          {props.told}
        </p>
      )}
      <p class="actions sticky">
        <button type="submit" class="button" disabled={props.busy}>
          {props.doing}
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

interface Parts {
  draft: Draft;
  set: <F extends Field>(field: F, value: Values[F]) => void;
  told: (field: string, ...names: string[]) => ComponentChildren;
  isWrong: (...names: string[]) => boolean;
}

function Texts({ draft, set, told, isWrong }: Parts) {
  const words = useEditingWords();
  return (
    <>
      {PLAIN.map((field) => (
        <div key={field}>
          <label for={field}>{words.fields[field]}</label>
          <input
            id={field}
            value={draft.now[field]}
            lang={field.endsWith('Kk') ? 'kk' : field.endsWith('Ru') ? 'ru' : undefined}
            aria-invalid={isWrong(field)}
            aria-describedby={`${field}-problems`}
            onInput={(event) => {
              set(field, event.currentTarget.value);
            }}
          />
          {told(field)}
        </div>
      ))}
    </>
  );
}

function Hours({ draft, set, told, isWrong }: Parts) {
  const words = useEditingWords();
  const { openingHours } = draft.now;
  return (
    <div>
      <label for="openingHours">{words.fields.openingHours}</label>
      <input
        id="openingHours"
        value={openingHours}
        aria-invalid={isWrong('openingHours')}
        aria-describedby="openingHours-help openingHours-problems"
        onInput={(event) => {
          set('openingHours', event.currentTarget.value);
        }}
      />
      <p class="detail" id="openingHours-help">
        {words.hoursHelp}
      </p>
      {told('openingHours')}
      <HoursGrid
        text={openingHours}
        onText={(text) => {
          set('openingHours', text);
        }}
      />
    </div>
  );
}

function Place({ draft, set, told, isWrong }: Parts) {
  return (
    <div>
      <PinField
        text={draft.now.location}
        isWrong={isWrong('location')}
        around={typedPoint(draft.before.location) ?? null}
        onText={(text) => {
          set('location', text);
        }}
      />
      {told('location')}
    </div>
  );
}

function Belonging({ draft, set, told, isWrong }: Parts) {
  const words = useEditingWords();
  const desk = useDeskWords();
  const { officeKinds } = useWords();
  const { kind, settlement, jurisdiction } = draft.now;
  return (
    <>
      <div>
        <label for="kind">{words.fields.kind}</label>
        <select
          id="kind"
          value={kind}
          aria-invalid={isWrong('kind')}
          aria-describedby="kind-problems"
          onChange={(event) => {
            set('kind', event.currentTarget.value as OfficeKind);
          }}
        >
          {kind === '' && <option value="">{desk.choose}</option>}
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {officeKinds[each]}
            </option>
          ))}
        </select>
        {told('kind')}
      </div>
      <div>
        <NamedPicker
          kind="unit"
          label={words.fields.settlement}
          placeholder={desk.settlementHelp}
          chosen={settlement[0]?.name ?? ''}
          onChoose={(unit) => {
            set('settlement', [unit]);
          }}
          onClear={() => {
            set('settlement', []);
          }}
        />
        {told('settlement', 'settlementId')}
      </div>
      <fieldset>
        <legend>{words.fields.jurisdiction}</legend>
        <NamedList
          kind="unit"
          label={desk.addUnit}
          placeholder={desk.settlementHelp}
          remove={desk.removeUnit}
          named={jurisdiction}
          onNamed={(units) => {
            set('jurisdiction', units);
          }}
        />
        {told('jurisdiction', 'jurisdictionUnitIds')}
      </fieldset>
    </>
  );
}

function Reasons({ draft, told, isWrong, onChange }: Parts & { onChange: (draft: Draft) => void }) {
  const words = useEditingWords();
  return (
    <>
      <div>
        <label for="reason">{words.reason}</label>
        <input
          id="reason"
          value={draft.reason}
          aria-invalid={isWrong('reason')}
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
          aria-invalid={isWrong('evidence')}
          aria-describedby="evidence-problems"
          onInput={(event) => {
            onChange({ ...draft, evidence: event.currentTarget.value });
          }}
        />
        {told('evidence')}
      </div>
    </>
  );
}
