// A concurrent change: the typed and the stored value side by side, with a choice for each field.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ProblemFragment } from '../api/generated/graphql';
import { useEditingWords } from '../words/editing';
import { useLanguage, useWords } from '../words/language';
import { changed, type Draft, type Field, FIELDS, text, type Values, valuesOf } from './draft';

interface Props {
  draft: Draft;
  problem: Extract<ProblemFragment, { __typename: 'VersionConflictUserError' }>;
  onResolve: (mine: ReadonlySet<Field>) => void;
}

export function Conflict({ draft, problem, onResolve }: Props) {
  const words = useEditingWords();
  const language = useLanguage();
  const { officeKinds, office } = useWords();
  const kinds = office.contactKinds;
  const heading = useRef<HTMLHeadingElement>(null);
  const current = valuesOf(problem.current, language);
  const typed = changed(draft);
  const theirs = FIELDS.filter((field) => text(current, field) !== text(draft.before, field));
  const fields = FIELDS.filter((field) => typed.includes(field) || theirs.includes(field));
  const [mine, setMine] = useState<ReadonlySet<Field>>(new Set(typed));
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const shown = (values: Values, field: Field): string => {
    if (field === 'contacts')
      return values.contacts.map(({ kind, value }) => `${kinds[kind]} ${value}`).join('; ') || '—';
    if (field === 'settlement' || field === 'jurisdiction')
      return values[field].map(({ name }) => name).join('; ') || '—';
    if (field === 'kind') return values.kind ? officeKinds[values.kind] : '—';
    return values[field] || '—';
  };
  const choose = (field: Field, keepMine: boolean) => {
    const next = new Set(mine);
    if (keepMine) next.add(field);
    else next.delete(field);
    setMine(next);
  };
  return (
    <section class="conflict" role="alert">
      <h2 tabIndex={-1} ref={heading}>
        {words.conflict}
      </h2>
      <p>{words.conflictLead(problem.currentVersion)}</p>
      {fields.map((field) => {
        const both = typed.includes(field) && theirs.includes(field);
        return (
          <fieldset key={field}>
            <legend>
              {words.fields[field]}
              {both && <span class="detail"> · {words.clash}</span>}
            </legend>
            <div class="sides">
              {typed.includes(field) && (
                <label>
                  <input
                    type="radio"
                    name={`choice-${field}`}
                    checked={mine.has(field)}
                    onChange={() => {
                      choose(field, true);
                    }}
                  />
                  <span class="detail">{words.mine}</span>
                  <span class="side">{shown(draft.now, field)}</span>
                </label>
              )}
              <label>
                <input
                  type="radio"
                  name={`choice-${field}`}
                  checked={!mine.has(field)}
                  onChange={() => {
                    choose(field, false);
                  }}
                />
                <span class="detail">{words.theirs}</span>
                <span class="side">{shown(current, field)}</span>
              </label>
            </div>
          </fieldset>
        );
      })}
      <button
        type="button"
        class="button"
        onClick={() => {
          onResolve(mine);
        }}
      >
        {words.resolve}
      </button>
    </section>
  );
}
