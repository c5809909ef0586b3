// Closing an office on a day, with its successors.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask } from '../api/client';
import { DeskOfficeDocument, OfficeCloseDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { type Named, NamedList } from '../offices/NamedPicker';
import { Problems, problemsElsewhere, problemsOf, useFocusOnProblem } from '../offices/Problems';
import { idOf, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { codeOf, useLanguage } from '../words/language';
import { ReasonFields } from './ReasonFields';
import { ChangeTrouble } from './Signed';
import { linesOf, useChange } from './useChange';
import { useDeskWords } from './words';

const PLACED = ['on', 'successorIds', 'reason', 'evidence'];

export function ClosePage({ id }: { id: string }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { route } = useLocation();
  const { data, error, reload } = useQuery(DeskOfficeDocument, {
    id: idOf('Office', id),
    language: codeOf(language),
  });
  const office = data?.office ?? null;
  const [on, setOn] = useState('');
  const [successors, setSuccessors] = useState<Named[]>([]);
  const [why, setWhy] = useState({ reason: '', evidence: '' });
  const { problems, trouble, busy, send, anew } = useChange();
  useTitle(words.close);
  useFocusOnProblem(problems);
  if (error && !office) return <TroubleNote error={error} retry={reload} />;
  if (!office) return <Skeleton />;
  const close = () => {
    void send(
      async (key) => {
        const { officeClose } = await ask(OfficeCloseDocument, {
          id: office.id,
          version: office.version,
          on,
          successors: successors.map((each) => each.id),
          reason: why.reason.trim(),
          evidence: linesOf(why.evidence),
          key,
          language: codeOf(language),
        });
        return officeClose;
      },
      (payload) => {
        const version = payload.office?.version.toString() ?? null;
        route(`/${language}/offices/${slugOf(office.id)}${query({ sent: version })}`);
      },
    );
  };
  const days = problemsOf(problems, 'on');
  return (
    <>
      <p class="kicker">{office.nameOf}</p>
      <h1>{words.close}</h1>
      <p>{words.closeLead}</p>
      {trouble && <ChangeTrouble trouble={trouble} />}
      <form
        class="form"
        onInput={anew}
        onSubmit={(event) => {
          event.preventDefault();
          close();
        }}
      >
        <Problems field="form" problems={problemsElsewhere(problems, PLACED)} />
        <div>
          <label for="on">{words.closedOn}</label>
          <input
            id="on"
            type="date"
            required
            value={on}
            aria-invalid={days.length > 0}
            aria-describedby="on-problems"
            onInput={(event) => {
              setOn(event.currentTarget.value);
            }}
          />
          <Problems field="on" problems={days} />
        </div>
        <fieldset>
          <legend>{words.successors}</legend>
          <NamedList
            kind="office"
            label={words.addOffice}
            placeholder={words.officePlaceholder}
            remove={words.removeUnit}
            named={successors}
            onNamed={(next) => {
              setSuccessors(next);
              anew();
            }}
          />
          <Problems field="successorIds" problems={problemsOf(problems, 'successorIds')} />
        </fieldset>
        <ReasonFields why={why} problems={problems} onWhy={setWhy} />
        <p class="actions">
          <button type="submit" class="button danger" disabled={busy}>
            {words.closeNow}
          </button>
        </p>
      </form>
    </>
  );
}
