// "Offline, as of …": marks answers from the cache, so that nobody takes them for current.
import { useEffect, useState } from 'preact/hooks';
import { type Language, useLanguage } from '../words/language';
import { moment } from '../words/format';
import { offlineSince, onOffline } from './since';

const TOLD: Record<Language, (when: string) => string> = {
  kk: (when) => `Желі жоқ. Көрсетілген мәлімет ${when} жағдай бойынша.`,
  ru: (when) => `Нет сети. Показано то, что было известно ${when}.`,
  en: (when) => `Offline. What is shown is as of ${when}.`,
};

export function Offline() {
  const language = useLanguage();
  const [since, setSince] = useState(offlineSince());
  useEffect(() => onOffline(setSince), []);
  return (
    <div role="status" class="offline">
      {since !== null && <p class="note">{TOLD[language](since ? moment(language, since) : '…')}</p>}
    </div>
  );
}
