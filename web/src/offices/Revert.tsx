// Going back to an earlier version, as one more version.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ApiError, ask } from '../api/client';
import { OfficeRevertDocument } from '../api/generated/graphql';
import { forget } from '../api/useQuery';
import { query, slugOf } from '../page/address';
import { TroubleNote } from '../page/Trouble';
import { problemText, useEditingWords } from '../words/editing';
import { codeOf, useLanguage } from '../words/language';
import { newKey } from './draft';

interface Props {
  id: string;
  /** Version of now. */
  version: number;
  /** Version to return to. */
  to: number;
}

export function Revert({ id, version, to }: Props) {
  const words = useEditingWords();
  const language = useLanguage();
  const { route } = useLocation();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [key] = useState(newKey);
  const [problem, setProblem] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const send = async () => {
    setTrouble(null);
    setProblem(null);
    try {
      const variables = { id, version, to, reason: reason.trim(), key, language: codeOf(language) };
      const { officeRevert } = await ask(OfficeRevertDocument, variables);
      const [first] = officeRevert.userErrors;
      if (first) {
        setProblem(problemText(words, first));
        return;
      }
      forget();
      route(
        `/${language}/offices/${slugOf(id)}${query({ sent: officeRevert.office?.version.toString() ?? null })}`,
      );
    } catch (error) {
      if (error instanceof ApiError) setTrouble(error);
      else throw error;
    }
  };
  if (!open)
    return (
      <button
        type="button"
        class="way"
        onClick={() => {
          setOpen(true);
        }}
      >
        {words.revert}: {to}
      </button>
    );
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        {words.reason}
        <input
          value={reason}
          required
          onInput={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
      </label>
      {problem && (
        <p class="problems" role="alert">
          {problem}
        </p>
      )}
      {trouble && <TroubleNote error={trouble} />}
      <p class="actions">
        <button type="submit" class="button">
          {words.revert}: {to}
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            setOpen(false);
          }}
        >
          {words.cancel}
        </button>
      </p>
    </form>
  );
}
