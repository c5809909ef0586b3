// The text of a refusal beside its field.
import type { ProblemFragment } from '../api/generated/graphql';
import { type EditingWords, problemText, useEditingWords } from '../words/editing';
import { type Language, useLanguage } from '../words/language';

const OF_FIELDS: Record<Language, Record<string, string>> = {
  ru: {
    kind: 'Выберите, что это за учреждение.',
    category: 'Выберите, что это за учреждение.',
    settlementId: 'Выберите населённый пункт из списка: город, посёлок или село.',
    jurisdictionUnitIds: 'Проверьте территорию: выберите её из списка.',
    on: 'Это не тот день: учреждение уже закрыто или день слишком далёк.',
    successorIds: 'Проверьте, кто заменяет учреждение.',
    fromId: 'Выберите другое учреждение: это объединить нельзя.',
    intoId: 'Это учреждение объединить нельзя.',
    serviceId: 'Выберите услугу из списка.',
    roles: 'Учреждение уже делает именно это. Отметьте другое.',
    note: 'Напишите, почему вы отклоняете правку.',
    id: 'Это уже решено или изменено. Прочитайте заново.',
  },
  kk: {
    kind: 'Қандай мекеме екенін таңдаңыз.',
    category: 'Қандай мекеме екенін таңдаңыз.',
    settlementId: 'Елді мекенді тізімнен таңдаңыз: қала, кент немесе ауыл.',
    jurisdictionUnitIds: 'Аумағын тексеріңіз: тізімнен таңдаңыз.',
    on: 'Бұл күн жарамайды: мекеме бұрын жабылған немесе күні тым алыс.',
    successorIds: 'Мекеменің орнына кім келетінін тексеріңіз.',
    fromId: 'Басқа мекемені таңдаңыз: мұны біріктіруге болмайды.',
    intoId: 'Бұл мекемені біріктіруге болмайды.',
    serviceId: 'Қызметті тізімнен таңдаңыз.',
    roles: 'Мекеме дәл осыны істейді. Басқасын белгілеңіз.',
    note: 'Түзетуді неге қайтаратыныңызды жазыңыз.',
    id: 'Бұл шешілген немесе өзгертілген. Қайта оқыңыз.',
  },
  en: {
    kind: 'Choose what kind of office it is.',
    category: 'Choose what kind of office it is.',
    settlementId: 'Choose a settlement from the list: a town or a village.',
    jurisdictionUnitIds: 'Check the territory: choose it from the list.',
    on: 'That day does not fit: the office is closed already, or the day is too far off.',
    successorIds: 'Check who takes the place of the office.',
    fromId: 'Choose another office: this one cannot be merged.',
    intoId: 'This office cannot be merged.',
    serviceId: 'Choose a service from the list.',
    roles: 'The office does just that already. Tick something else.',
    note: 'Say why you reject the correction.',
    id: 'It is decided or changed already. Read it again.',
  },
};

/** The text of a refusal beside its field, in the language of the page; the API's own text is English. */
export function useProblemText(): (
  problem: Pick<ProblemFragment, 'code' | 'path'> & { confirm?: string | null },
) => string {
  const editing: EditingWords = useEditingWords();
  const problems = OF_FIELDS[useLanguage()];
  return ({ code, path, confirm }) => {
    const isOfField = code === 'INVALID' || code === 'NOT_FOUND' || code === 'CONFLICT';
    const own = isOfField ? path?.map((part) => problems[part]).find(Boolean) : undefined;
    return own ?? problemText(editing, { code, path: path ?? null, confirm: confirm ?? null });
  };
}
