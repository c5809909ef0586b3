// A new office that no act names: the whole form, empty.
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask } from '../api/client';
import { CategoriesDocument, OfficeCreateDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { changed, type Draft, EMPTY, keep, kept, patchOf } from '../offices/draft';
import { OfficeForm } from '../offices/OfficeForm';
import { Problems, problemsOf } from '../offices/Problems';
import { query, slugOf } from '../page/address';
import { useTitle } from '../page/useTitle';
import { useEditingWords } from '../words/editing';
import { codeOf, useLanguage } from '../words/language';
import { ChangeTrouble } from './Signed';
import { linesOf, useChange } from './useChange';
import { categoryIn } from './categories';
import { useDeskWords } from './words';

const ID = 'new';

/** The draft of the form with the category, which only a new office needs. */
interface NewDraft extends Draft {
  category?: string;
}

const begin = (): NewDraft => ({ version: 0, before: EMPTY, now: EMPTY, reason: '', evidence: '' });

export function CreatePage() {
  const words = useDeskWords();
  const editing = useEditingWords();
  const language = useLanguage();
  const { route } = useLocation();
  const [stored] = useState(() => kept(ID));
  const [draft, setDraft] = useState<NewDraft>(() => stored ?? begin());
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const [told, setTold] = useState<string | null>(stored ? editing.restored : null);
  const { problems, trouble, busy, send, anew, refuse } = useChange();
  useTitle(words.newOffice);
  useEffect(() => {
    keep(ID, changed(draft).length > 0 || draft.reason || draft.category ? draft : null);
  }, [draft]);
  const change = (next: NewDraft) => {
    // The form itself has no category.
    setDraft({ category: draft.category ?? '', ...next });
    setTold(null);
    anew();
  };
  const create = (dryRun: boolean) => {
    const { category } = draft;
    void send(
      async (key) => {
        const { officeCreate } = await ask(OfficeCreateDocument, {
          office: { ...patchOf(draft), ...(category ? { category } : {}) },
          reason: draft.reason.trim(),
          evidence: linesOf(draft.evidence),
          confirm: [...confirmed],
          dryRun,
          key: dryRun ? null : key,
          language: codeOf(language),
        });
        return officeCreate;
      },
      ({ office }) => {
        if (dryRun || !office) {
          setTold(editing.checked);
          return;
        }
        keep(ID, null);
        route(`/${language}/offices/${slugOf(office.id)}${query({ sent: office.version.toString() })}`);
      },
      dryRun,
    );
  };
  return (
    <>
      <h1>{words.newOffice}</h1>
      {trouble && <ChangeTrouble trouble={trouble} />}
      <OfficeForm
        draft={draft}
        problems={problems}
        confirmed={confirmed}
        doing={words.createNow}
        busy={busy}
        told={told}
        onChange={change}
        onConfirm={(word, on) => {
          setConfirmed(on ? [...confirmed, word] : confirmed.filter((each) => each !== word));
          anew();
        }}
        onSend={create}
        onDiscard={() => {
          setDraft(begin());
          refuse([]);
        }}
      >
        <Category
          chosen={draft.category ?? ''}
          isWrong={problemsOf(problems, 'category').length > 0}
          onChosen={(category, kind) => {
            change({ ...draft, category, now: { ...draft.now, kind } });
          }}
        />
        <Problems field="category" problems={problemsOf(problems, 'category')} />
      </OfficeForm>
    </>
  );
}

interface CategoryProps {
  chosen: string;
  isWrong: boolean;
  onChosen: (category: string, kind: Draft['now']['kind']) => void;
}

function Category({ chosen, isWrong, onChosen }: CategoryProps) {
  const words = useDeskWords();
  const language = useLanguage();
  const { data } = useQuery(CategoriesDocument, {});
  const categories = data?.officeCategories ?? [];
  return (
    <div>
      <label for="category">{words.category}</label>
      <select
        id="category"
        value={chosen}
        aria-invalid={isWrong}
        aria-describedby="category-problems"
        onChange={(event) => {
          const found = categories.find(({ code }) => code === event.currentTarget.value);
          onChosen(found?.code ?? '', found?.kind ?? '');
        }}
      >
        <option value="">{words.choose}</option>
        {categories.map(({ code }) => (
          <option key={code} value={code}>
            {categoryIn(language, code)}
          </option>
        ))}
      </select>
    </div>
  );
}
