// Correcting an office: editors change it directly, others propose. Typed text is never lost.
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { mayEdit, useViewer } from '../account/useViewer';
import { ApiError, ask } from '../api/client';
import {
  CorrectionSubmitDocument,
  EditOfficeDocument,
  type EditableFragment,
  OfficeUpdateDocument,
  type ProblemFragment,
} from '../api/generated/graphql';
import { forget, useQuery } from '../api/useQuery';
import { Link } from '../page/Link';
import { idOf, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useAnswerWords } from '../words/answering';
import { useEditingWords } from '../words/editing';
import { codeOf, type Language, useLanguage } from '../words/language';
import { Conflict } from './Conflict';
import {
  begin,
  changed,
  type Draft,
  type Field,
  FIELDS,
  keep,
  kept,
  newKey,
  patchOf,
  rebase,
  typedPoint,
} from './draft';
import { OfficeForm } from './OfficeForm';
import { keepSecret } from './secrets';

export function OfficeEditPage({ id }: { id: string }) {
  const language = useLanguage();
  const words = useEditingWords();
  const { data, error, reload } = useQuery(EditOfficeDocument, {
    id: idOf('Office', id),
    language: codeOf(language),
  });
  const office = data?.office ?? null;
  useTitle(office ? `${words.edit}: ${office.nameOf}` : words.edit);
  if (error && !office) return <TroubleNote error={error} retry={reload} />;
  if (!office) return <Skeleton lines={10} />;
  return <Editor key={office.id} office={office} />;
}

/** The field that was reported as wrong, by its word in the address. */
function wrongField(part: string | undefined, language: Language): Field | null {
  const isKazakh = language === 'kk';
  if (part === 'address') return isKazakh ? 'addressKk' : 'addressRu';
  if (part === 'name') return isKazakh ? 'nameKk' : 'nameRu';
  return FIELDS.find((field) => field === part) ?? null;
}

/** The input of a field; contacts have several. */
function fieldOf(field: Field): HTMLElement | null {
  return document.querySelector(field === 'contacts' ? '.contact-line input' : `#${field}`);
}

type Conflicting = Extract<ProblemFragment, { __typename: 'VersionConflictUserError' }>;

function Editor({ office }: { office: EditableFragment }) {
  const words = useEditingWords();
  const wrongWords = useAnswerWords();
  const language = useLanguage();
  const { route, query: params } = useLocation();
  const { viewer } = useViewer();
  const direct = mayEdit(viewer);
  const slug = slugOf(office.id);
  const [stored] = useState(() => kept(office.id));
  const wrong = wrongField(params.wrong, language);
  const [draft, setDraft] = useState<Draft>(() => {
    if (stored) return stored;
    const reason = wrong ? wrongWords.wrongField(words.fields[wrong]) : '';
    return { ...begin(office, language), reason };
  });
  const [problems, setProblems] = useState<readonly ProblemFragment[]>([]);
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [told, setTold] = useState<string | null>(stored ? words.restored : null);
  const [busy, setBusy] = useState(false);
  // The same request sent again after a lost answer takes effect once.
  const [key, setKey] = useState(newKey);
  const conflict = problems.find(
    (problem): problem is Conflicting => problem.__typename === 'VersionConflictUserError',
  );
  useEffect(() => {
    if (wrong) fieldOf(wrong)?.focus();
  }, [wrong]);
  useEffect(() => {
    keep(office.id, changed(draft).length > 0 || (draft.reason && !wrong) ? draft : null);
  }, [draft, office.id]);

  const change = (next: Draft) => {
    setDraft(next);
    setKey(newKey());
    setTold(null);
  };
  const send = async (dryRun: boolean): Promise<void> => {
    setTrouble(null);
    setTold(null);
    if (changed(draft).length === 0) {
      setTold(words.unchanged);
      return;
    }
    if (typedPoint(draft.now.location) === undefined) {
      setProblems([
        {
          __typename: 'ValidationUserError',
          code: 'INVALID',
          message: '',
          path: ['location'],
          confirm: null,
        },
      ]);
      return;
    }
    setBusy(true);
    const evidence = draft.evidence
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const common = {
      id: office.id,
      version: draft.version,
      patch: patchOf(draft),
      dryRun,
      key: dryRun ? null : key,
      language: codeOf(language),
    };
    try {
      if (direct) {
        const variables = {
          ...common,
          reason: draft.reason.trim(),
          evidence,
          confirm: [...confirmed],
        };
        const { officeUpdate } = await ask(OfficeUpdateDocument, variables);
        finish(officeUpdate.userErrors, dryRun, officeUpdate.office?.version ?? null);
      } else {
        const { correctionSubmit } = await ask(CorrectionSubmitDocument, {
          ...common,
          // A reason counts as testimony, too.
          evidence: [...evidence, draft.reason.trim()].filter(Boolean),
        });
        const { correction, secret } = correctionSubmit;
        if (correction && secret) keepSecret({ id: correction.id, secret });
        finish(correctionSubmit.userErrors, dryRun, null);
      }
    } catch (error) {
      if (error instanceof ApiError) setTrouble(error);
      else throw error;
    } finally {
      setBusy(false);
    }
  };
  const finish = (errors: readonly ProblemFragment[], dryRun: boolean, version: number | null) => {
    setProblems(errors);
    if (errors.length > 0) return;
    if (dryRun) {
      setTold(words.checked);
      return;
    }
    keep(office.id, null);
    forget();
    route(
      `/${language}/offices/${slug}${query(version === null ? { sent: 'proposed' } : { sent: version.toString() })}`,
    );
  };
  return (
    <>
      <p class="kicker">{office.nameOf}</p>
      <h1>{words.edit}</h1>
      <p class="detail">{direct ? words.direct : words.proposal}</p>
      {wrong && <p class="note">{words.wrongHere(words.fields[wrong])}</p>}
      {trouble?.trouble === 'signedOut' ? (
        <div class="note" role="alert">
          <p>{words.lostSession}</p>
          <Link class="button quiet" to={`/account${query({ back: `/offices/${slug}/edit` })}`}>
            {words.signInAgain}
          </Link>
        </div>
      ) : (
        trouble && <TroubleNote error={trouble} retry={() => void send(false)} />
      )}
      {conflict && (
        <Conflict
          draft={draft}
          problem={conflict}
          onResolve={(mine) => {
            change(rebase(draft, conflict.current, mine, language));
            setProblems([]);
          }}
        />
      )}
      {!conflict && (
        <OfficeForm
          draft={draft}
          problems={problems}
          confirmed={confirmed}
          doing={direct ? words.save : words.propose}
          busy={busy}
          told={told}
          onChange={change}
          onConfirm={(word, on) => {
            setConfirmed(on ? [...confirmed, word] : confirmed.filter((each) => each !== word));
          }}
          onSend={(dryRun) => void send(dryRun)}
          onDiscard={() => {
            keep(office.id, null);
            change(begin(office, language));
            setProblems([]);
          }}
        />
      )}
    </>
  );
}
