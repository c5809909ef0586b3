// Import of an agency's list: choose a file, review it line by line, confirm to write it.
import { useState } from 'preact/hooks';
import { ApiError, ask } from '../api/client';
import { OfficesImportDocument, type OfficesImportMutation } from '../api/generated/graphql';
import { forget } from '../api/useQuery';
import { newKey } from '../offices/draft';
import { TroubleNote } from '../page/Trouble';
import { codeOf, useLanguage } from '../words/language';
import { ForRoles, Refusals } from './Guard';
import { ImportLines } from './ImportLines';
import { BadTableError, tableText } from './table';
import './publishing.css';
import { usePublishingWords } from './words';

type Told = OfficesImportMutation['officesImport'];

/** Line to the id of its office; "" means a new one. */
export type Choices = Readonly<Record<number, string>>;

const EDITORS = ['editor', 'admin'];

export function ImportPage() {
  const words = usePublishingWords();
  return (
    <ForRoles title={words.importTitle} roles={EDITORS} denied={words.editorsOnly} back="/desk/import">
      <Importing />
    </ForRoles>
  );
}

function Importing() {
  const words = usePublishingWords();
  const language = codeOf(useLanguage());
  const [csv, setCsv] = useState('');
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState('');
  const [partial, setPartial] = useState(false);
  const [choices, setChoices] = useState<Choices>({});
  const [told, setTold] = useState<Told | null>(null);
  const [written, setWritten] = useState<Told | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [bad, setBad] = useState<BadTableError['why'] | null>(null);
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);

  /** The preview is of another list, or of other texts. */
  const changed = () => {
    setTold(null);
    setWritten(null);
    setKey(newKey());
  };
  const take = async (file: File | undefined) => {
    changed();
    setChoices({});
    setBad(null);
    if (!file) return;
    try {
      setCsv(await tableText(file));
    } catch (error) {
      setCsv('');
      if (!(error instanceof BadTableError)) throw error;
      setBad(error.why);
    }
  };
  const send = async (dryRun: boolean, chosen = choices) => {
    setBusy(true);
    setTrouble(null);
    try {
      const { officesImport } = await ask(OfficesImportDocument, {
        csv,
        reason: reason.trim(),
        evidence: evidence
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
        partial: partial && !dryRun,
        choices: Object.entries(chosen).map(([line, id]) => ({ line: Number(line), officeId: id || null })),
        dryRun,
        key: dryRun ? null : key,
        language,
      });
      setTold(officesImport);
      const isWritten = !dryRun && officesImport.accepted > 0;
      setWritten(isWritten ? officesImport : null);
      if (isWritten) forget();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  const choose = (line: number, id: string | null) => {
    const others = Object.entries(choices).filter(([number]) => Number(number) !== line);
    const chosen: Choices = Object.fromEntries(id === null ? others : [...others, [line, id]]);
    setChoices(chosen);
    setKey(newKey());
    void send(true, chosen);
  };
  const lines = told?.lines ?? [];
  const writable = lines.filter(({ outcome }) => outcome === 'CHANGED' || outcome === 'CREATED').length;
  const isStopped = lines.some(({ outcome }) => outcome === 'REFUSED' || outcome === 'AMBIGUOUS');
  return (
    <>
      <p>{words.importLead}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send(true);
        }}
      >
        <label>
          {words.file}
          <input
            id="list"
            type="file"
            accept=".csv,.txt,.tsv,.xlsx"
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </label>
        {bad && (
          <p class="problems" role="alert">
            {words[bad]}
          </p>
        )}
        <label>
          {words.pasted}
          <textarea
            id="csv"
            rows={4}
            spellcheck={false}
            value={csv}
            onInput={(event) => {
              setCsv(event.currentTarget.value);
              changed();
            }}
          />
        </label>
        <label>
          {words.reason}
          <input
            id="reason"
            required
            value={reason}
            onInput={(event) => {
              setReason(event.currentTarget.value);
              changed();
            }}
          />
        </label>
        <label>
          {words.evidence}
          <textarea
            id="evidence"
            rows={2}
            value={evidence}
            onInput={(event) => {
              setEvidence(event.currentTarget.value);
              changed();
            }}
          />
        </label>
        <p class="actions">
          <button type="submit" class="button" disabled={busy || !csv.trim()}>
            {words.preview}
          </button>
        </p>
      </form>
      {trouble && <TroubleNote error={trouble} retry={() => void send(true)} />}
      {written && (
        <p class="note good" role="status">
          {words.written(written.accepted, written.unchanged)}
        </p>
      )}
      {told && lines.length === 0 && <Refusals refused={told.userErrors} />}
      {lines.length > 0 && (
        <>
          {!written && <p role="status">{words.previewed(lines.length)}</p>}
          <ImportLines lines={lines} choices={choices} isWritten={written !== null} onChoose={choose} />
          {!written && isStopped && writable > 0 && (
            <label class="check">
              <input
                type="checkbox"
                checked={partial}
                onChange={(event) => {
                  setPartial(event.currentTarget.checked);
                  setKey(newKey());
                }}
              />
              {words.partial}
            </label>
          )}
          {!written && (
            <p class="actions">
              <button
                type="button"
                class="button"
                disabled={busy || writable === 0 || (isStopped && !partial)}
                onClick={() => void send(false)}
              >
                {writable > 0 ? words.write(writable) : words.nothingToWrite}
              </button>
            </p>
          )}
        </>
      )}
    </>
  );
}
