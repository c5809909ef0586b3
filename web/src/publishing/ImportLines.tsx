// The lines of an import with their outcomes: accepted, to be decided, or refused with the reason.
import type { OfficesImportMutation } from '../api/generated/graphql';
import { Value } from '../offices/Sources';
import { slugOf } from '../page/address';
import { Link } from '../page/Link';
import { field as fieldName } from '../words/format';
import { useLanguage } from '../words/language';
import { Said } from './Guard';
import type { Choices } from './ImportPage';
import { usePublishingWords } from './words';

type Line = OfficesImportMutation['officesImport']['lines'][number];

interface Props {
  lines: readonly Line[];
  choices: Choices;
  isWritten: boolean;
  onChoose: (line: number, id: string | null) => void;
}

export function ImportLines({ lines, choices, isWritten, onChoose }: Props) {
  const words = usePublishingWords();
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={words.importTitle}>
      <table class="outcomes">
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col">{words.outcome}</th>
            <th scope="col">{words.office}</th>
            <th scope="col">{words.what}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.line} class={line.outcome.toLowerCase()}>
              <td>{line.line}</td>
              <td>{words.outcomes[line.outcome]}</td>
              <td>
                {line.office ? (
                  line.outcome === 'CREATED' && !isWritten ? (
                    line.office.name
                  ) : (
                    <Link to={`/offices/${slugOf(line.office.id)}`}>{line.office.name}</Link>
                  )
                ) : (
                  line.cells.find(({ column }) => column.startsWith('name'))?.value
                )}
              </td>
              <td>
                <Reasons line={line} />
                <Changes line={line} />
                {!isWritten && (line.outcome === 'AMBIGUOUS' || line.line in choices) && (
                  <Choice line={line} chosen={choices[line.line]} onChoose={onChoose} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Reasons({ line }: { line: Line }) {
  const words = usePublishingWords();
  return (
    <>
      {line.userErrors.map(({ code, message, path }, at) => {
        const column = path?.at(-1);
        return (
          <div key={at}>
            {column && !/^\d+$/.test(column) ? `${words.column(column)}: ` : ''}
            {words.reasons[code] ?? code}
            <Said text={message} />
          </div>
        );
      })}
    </>
  );
}

function Changes({ line }: { line: Line }) {
  const words = usePublishingWords();
  const language = useLanguage();
  return (
    <>
      {line.changes.map(({ field, before, after }) => (
        <div key={field}>
          {fieldName(language, field)}:{' '}
          <del>{before ? <Value field={field} json={before} /> : words.empty}</del> →{' '}
          <ins>{after ? <Value field={field} json={after} /> : words.empty}</ins>
        </div>
      ))}
    </>
  );
}

interface ChoiceProps {
  line: Line;
  chosen: string | undefined;
  onChoose: (line: number, id: string | null) => void;
}

const NEW = 'new';
const NONE = 'none';

function Choice({ line, chosen, onChoose }: ChoiceProps) {
  const words = usePublishingWords();
  const known = line.candidates.some(({ id }) => id === chosen);
  return (
    <>
      {line.outcome === 'AMBIGUOUS' && (
        <div class="detail">{line.cells.map(({ column, value }) => `${column}: ${value}`).join('; ')}</div>
      )}
      <select
        aria-label={words.choose(line.line)}
        value={chosen === undefined ? NONE : chosen || NEW}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChoose(line.line, value === NONE ? null : value === NEW ? '' : value);
        }}
      >
        <option value={NONE}>{words.chooseNone}</option>
        {line.candidates.map((office) => (
          <option key={office.id} value={office.id}>
            {[office.name, office.address?.full].filter(Boolean).join(', ')}
          </option>
        ))}
        {chosen && !known && line.office && <option value={chosen}>{line.office.name}</option>}
        <option value={NEW}>{words.chooseNew}</option>
      </select>
    </>
  );
}
