// The texts of an answer and its cards: which office, distance, closing time, age of the facts.
import { clockTo, clockAt } from './numerals';
import { type Language, useLanguage } from './language';

/** A time as people say it today: the hour, and the number of days from today. */
export interface Moment {
  /** Such as 9:00. */
  clock: string;
  /** Calendar days from today: 0 is today. */
  days: number;
  /** 0 is Monday. */
  weekday: number;
  /** The day in words. */
  date: string;
}

const ru = {
  goTo: 'Вам сюда:',
  lastGoTo: 'По последнему известному акту вам сюда:',
  alsoPossible: 'Также можно обратиться',
  oneOf: 'Ваше – одно из этих учреждений',
  complaints: 'Куда ещё можно пожаловаться',
  why: 'Почему',
  takesToo: 'тоже принимает заявления на эту услугу',
  servesYou: 'обслуживает и ваше место',
  meant: 'Такого названия мы не нашли. Возможно, вы имели в виду:',
  meantOne: 'Возможно, вы имели в виду',
  formerName: (former: string, name: string) => `«${former}» – прежнее название. Сегодня это «${name}».`,
  notAPlace: 'Это похоже на услугу, а не на место',
  call: 'Позвонить',
  directions: 'Маршрут',
  onMaps: 'Маршрут на карте:',
  share: 'Поделиться',
  shared: 'Ссылка скопирована',
  save: 'В контакты',
  calendar: 'Часы в календарь',
  callCentre: 'Единый контакт-центр',
  qr: 'QR-код адреса этой страницы',
  tick: 'Отмечайте, что уже собрали.',
  age: {
    asOf: (when: string) => `Сведения на ${when}`,
    year: (year: string) => `${year} год`,
    unconfirmed: 'с тех пор не подтверждались',
    changed: (when: string) => `исправлено вручную ${when}`,
    repealed: 'акты, из которых они взяты, утратили силу',
    none: 'Сведения не подтверждены ни одним актом',
  },
  wrong: 'Неверно?',
  wrongField: (field: string) => `Неверно: ${field.toLocaleLowerCase()}`,
  wrongParts: {
    address: 'адрес',
    contacts: 'телефон',
    openingHours: 'часы',
    location: 'место на карте',
    name: 'название',
  },
  distances: {
    from: (text: string) => `${text} от вас`,
    about: (text: string) => `примерно ${text} от вас`,
    straight: 'по прямой',
    sameTown: 'в этом же населённом пункте',
    noHouse: 'точный дом неизвестен',
    somewhere: 'точное место неизвестно',
  },
  open: {
    OPEN: 'Открыто',
    CLOSED: 'Закрыто',
    BREAK: 'Перерыв',
    UNKNOWN: 'Часы работы неизвестны',
    unsure: 'Открыто ли сейчас, неизвестно',
    until: ({ clock, days, date }: Moment) => (days === 0 ? `до ${clock}` : `до ${clock}, ${date}`),
    opens: (at: Moment) => `откроется ${whenRu(at)}`,
    byStandard: 'по стандарту',
    onlyOpen: 'Только открытые сейчас',
    unknownAll: 'Часы работы ближайших ЦОНов неизвестны: позвоните до поездки.',
  },
  hours: {
    special: 'особый график: уточните по телефону',
    always: 'круглосуточно',
    holidays: 'праздники',
    from: (clock: string) => `с ${clock}`,
    weeks: (weeks: readonly number[], day: string) =>
      `${weeks.map((week) => (week < 0 ? 'последний' : `${week.toString()}-й`)).join(' и ')} ${day} месяца`,
  },
  services: {
    other: 'Другие услуги',
    notHere: 'Такой услуги в реестре нет. Спросите на egov.kz или по телефону 1414.',
    meant: 'Возможно, вы ищете:',
    by: 'Тема',
  },
  passage: {
    asOf: (when: string) => `Текст акта на ${when}`,
    official: 'Открыть в официальной базе',
    all: 'Всё об акте',
    link: 'Ссылка на это место',
    nothing: 'Это место акта в реестре не напечатано: откройте сам акт.',
    amended: (act: string) => `в редакции: ${act}`,
  },
  codes: {
    BAD_USER_INPUT: 'Значение в адресе или в поле не подходит. Проверьте его и попробуйте ещё раз.',
    LIMIT_EXCEEDED: 'Вопрос слишком большой. Сузьте его.',
    PAYLOAD_TOO_LARGE: 'Слишком много данных сразу. Отправьте меньше.',
    DEADLINE_EXCEEDED: 'Сервер не успел ответить. Попробуйте ещё раз.',
    RATE_LIMITED: 'Слишком много запросов подряд. Подождите немного и попробуйте ещё раз.',
    STORE_UNAVAILABLE: 'Сейчас изменения не сохраняются. Попробуйте ещё раз: введённое сохранено.',
    OUTCOME_UNKNOWN: 'Неизвестно, сохранилось ли изменение. Отправьте ещё раз: дважды оно не сохранится.',
    READ_ONLY: 'Этот сервер только отвечает: изменения здесь не принимают.',
    NOT_READY: 'Сервер ещё запускается. Попробуйте через минуту.',
    FORBIDDEN: 'На это у вас нет прав.',
    KEYS_UNAVAILABLE: 'Сейчас нельзя проверить вход. Попробуйте позже.',
  } as Record<string, string>,
};

function whenRu({ clock, days, weekday, date }: Moment): string {
  const at = `в ${clock}`;
  if (days === 0) return at;
  if (days === 1) return `завтра ${at}`;
  if (days > 6) return `${date}, ${at}`;
  const names = ['понедельник', 'вторник', 'среду', 'четверг', 'пятницу', 'субботу', 'воскресенье'];
  return `${weekday === 1 ? 'во' : 'в'} ${names[weekday] ?? ''} ${at}`;
}

export type AnswerWords = typeof ru;

const kk: AnswerWords = {
  goTo: 'Мұнда барыңыз:',
  lastGoTo: 'Соңғы белгілі құжат бойынша мұнда барыңыз:',
  alsoPossible: 'Мұнда да жүгінуге болады',
  oneOf: 'Сіздікі – осы мекемелердің бірі',
  complaints: 'Шағымды тағы қайда беруге болады',
  why: 'Неге',
  takesToo: 'бұл қызметке өтінішті осы да қабылдайды',
  servesYou: 'сіз тұратын жерге де қызмет көрсетеді',
  meant: 'Мұндай атау табылмады. Бәлкім, мынаны айтқыңыз келген шығар:',
  meantOne: 'Бәлкім, мынаны айтқыңыз келген шығар',
  formerName: (former, name) => `«${former}» – бұрынғы атауы. Қазіргі атауы – «${name}».`,
  notAPlace: 'Бұл жердің емес, қызметтің атауына ұқсайды',
  call: 'Қоңырау шалу',
  directions: 'Жол көрсету',
  onMaps: 'Картадағы жол:',
  share: 'Бөлісу',
  shared: 'Сілтеме көшірілді',
  save: 'Контактілерге сақтау',
  calendar: 'Уақытын күнтізбеге қосу',
  callCentre: 'Бірыңғай байланыс орталығы',
  qr: 'Осы бет мекенжайының QR-коды',
  tick: 'Дайын құжатты белгілеп отырыңыз.',
  age: {
    asOf: (when) => `${when} мәлімет`,
    year: (year) => `${year} жылғы`,
    unconfirmed: 'содан бері расталмаған',
    changed: (when) => `${when} қолмен түзетілген`,
    repealed: 'мәлімет алынған құжаттардың күші жойылған',
    none: 'Мәлімет құжатпен расталмаған',
  },
  wrong: 'Қате ме?',
  wrongField: (field) => `Қате: ${field.toLocaleLowerCase()}`,
  wrongParts: {
    address: 'мекенжайы',
    contacts: 'телефоны',
    openingHours: 'уақыты',
    location: 'картадағы орны',
    name: 'атауы',
  },
  distances: {
    from: (text) => `сізден ${text} қашықтықта`,
    about: (text) => `сізден шамамен ${text} қашықтықта`,
    straight: 'түзу сызықпен',
    sameTown: 'осы елді мекеннің өзінде',
    noHouse: 'нақты үйі белгісіз',
    somewhere: 'нақты орны белгісіз',
  },
  open: {
    OPEN: 'Ашық',
    CLOSED: 'Жабық',
    BREAK: 'Үзіліс',
    UNKNOWN: 'Жұмыс уақыты белгісіз',
    unsure: 'Қазір ашық па, белгісіз',
    until: ({ clock, days, date }) =>
      days === 0 ? `${clockTo(clock)} дейін` : `${date} күні ${clockTo(clock)} дейін`,
    opens: (at) => `${whenKk(at)} ашылады`,
    byStandard: 'стандарт бойынша',
    onlyOpen: 'Тек қазір ашық тұрғандары',
    unknownAll: 'Жақын маңдағы ХҚКО-лардың қазір ашық екені белгісіз: барар алдында телефон соғыңыз.',
  },
  hours: {
    special: 'ерекше кесте: телефон арқылы нақтылаңыз',
    always: 'тәулік бойы',
    holidays: 'мереке',
    from: (clock) => `${clock} бастап`,
    weeks: (weeks, day) =>
      `айдың ${weeks.map((week) => (week < 0 ? 'соңғы' : `${week.toString()}-ші`)).join(' және ')} ${day}`,
  },
  services: {
    other: 'Басқа қызметтер',
    notHere: 'Тізілімде мұндай қызмет жоқ. egov.kz сайтынан немесе 1414 нөмірінен сұраңыз.',
    meant: 'Бәлкім, мыналарды іздейтін шығарсыз:',
    by: 'Тақырып',
  },
  passage: {
    asOf: (when) => `Құжаттың ${when} күнгі мәтіні`,
    official: 'Ресми базадан ашу',
    all: 'Құжат туралы барлық мәлімет',
    link: 'Осы жерге сілтеме',
    nothing: 'Құжаттың бұл жері тізілімде жоқ: құжаттың өзін ашыңыз.',
    amended: (act) => `өзгеріс енгізген: ${act}`,
  },
  codes: {
    BAD_USER_INPUT: 'Мекенжайдағы немесе өрістегі мән жарамайды. Тексеріп, қайталап көріңіз.',
    LIMIT_EXCEEDED: 'Сұрау тым үлкен. Нақтылап сұраңыз.',
    PAYLOAD_TOO_LARGE: 'Бірден тым көп дерек жіберілді. Азайтып жіберіңіз.',
    DEADLINE_EXCEEDED: 'Сервер жауап беріп үлгермеді. Қайталап көріңіз.',
    RATE_LIMITED: 'Сұрау тым жиі жіберілді. Сәл күтіп, қайталап көріңіз.',
    STORE_UNAVAILABLE: 'Қазір өзгеріс сақталмайды. Қайталап көріңіз: енгізгеніңіз сақталды.',
    OUTCOME_UNKNOWN: 'Өзгерістің сақталғаны белгісіз. Қайта жіберіңіз: екі рет сақталмайды.',
    READ_ONLY: 'Бұл сервер тек жауап береді: мұнда өзгеріс қабылданбайды.',
    NOT_READY: 'Сервер іске қосылып жатыр. Бір минуттан кейін қайталап көріңіз.',
    FORBIDDEN: 'Бұған құқығыңыз жоқ.',
    KEYS_UNAVAILABLE: 'Қазір кіруді тексеру мүмкін емес. Кейінірек көріңіз.',
  },
};

function whenKk({ clock, days, weekday, date }: Moment): string {
  const at = `сағат ${clockAt(clock)}`;
  if (days === 0) return at;
  if (days === 1) return `ертең ${at}`;
  if (days > 6) return `${date} күні ${at}`;
  const names = ['дүйсенбі', 'сейсенбі', 'сәрсенбі', 'бейсенбі', 'жұма', 'сенбі', 'жексенбі'];
  return `${names[weekday] ?? ''} күні ${at}`;
}

const en: AnswerWords = {
  goTo: 'Go to',
  lastGoTo: 'By the last act known, go to',
  alsoPossible: 'Also possible',
  oneOf: 'Yours is one of these offices',
  complaints: 'Where else to complain',
  why: 'Why',
  takesToo: 'takes applications for this service, too',
  servesYou: 'serves your place, too',
  meant: 'We did not find that name. You may mean:',
  meantOne: 'You may mean',
  formerName: (former, name) => `“${former}” is a former name. Today it is “${name}”.`,
  notAPlace: 'That looks like a service, not a place',
  call: 'Call',
  directions: 'Directions',
  onMaps: 'Directions on a map:',
  share: 'Share',
  shared: 'Link copied',
  save: 'Save contact',
  calendar: 'Add hours to calendar',
  callCentre: 'National call centre',
  qr: 'QR code of the address of this page',
  tick: 'Tick what you have ready.',
  age: {
    asOf: (when) => `As of ${when}`,
    year: (year) => year,
    unconfirmed: 'not confirmed since',
    changed: (when) => `corrected by hand on ${when}`,
    repealed: 'the acts it comes from are repealed',
    none: 'Not confirmed by any act',
  },
  wrong: 'Wrong?',
  wrongField: (field) => `Wrong: ${field.toLocaleLowerCase()}`,
  wrongParts: {
    address: 'address',
    contacts: 'phone',
    openingHours: 'hours',
    location: 'place on the map',
    name: 'name',
  },
  distances: {
    from: (text) => `${text} from you`,
    about: (text) => `about ${text} from you`,
    straight: 'in a straight line',
    sameTown: 'in the same town or village',
    noHouse: 'the exact house is not known',
    somewhere: 'the exact place is not known',
  },
  open: {
    OPEN: 'Open',
    CLOSED: 'Closed',
    BREAK: 'Break',
    UNKNOWN: 'Opening hours unknown',
    unsure: 'Whether it is open now is not known',
    until: ({ clock, days, date }) => (days === 0 ? `until ${clock}` : `until ${clock} on ${date}`),
    opens: (at) => `opens ${whenEn(at)}`,
    byStandard: 'by the standard',
    onlyOpen: 'Only those open now',
    unknownAll: 'The hours of the nearest PSCs are not known: call before you go.',
  },
  hours: {
    special: 'special hours: ask by phone',
    always: 'around the clock',
    holidays: 'holidays',
    from: (clock) => `from ${clock}`,
    weeks: (weeks, day) =>
      `${weeks.map((week) => (week < 0 ? 'last' : (['1st', '2nd', '3rd'][week - 1] ?? `${week.toString()}th`))).join(' and ')} ${day} of the month`,
  },
  services: {
    other: 'Other services',
    notHere: 'The registry has no such service. Ask at egov.kz or call 1414.',
    meant: 'You may be looking for:',
    by: 'Theme',
  },
  passage: {
    asOf: (when) => `Text of the act as of ${when}`,
    official: 'Open in the official base',
    all: 'All about the act',
    link: 'Link to this place',
    nothing: 'The registry does not hold this place of the act: open the act itself.',
    amended: (act) => `as amended by: ${act}`,
  },
  codes: {
    BAD_USER_INPUT: 'A value in the address or in a field cannot be used. Check it and try again.',
    LIMIT_EXCEEDED: 'The question is too large. Ask for less.',
    PAYLOAD_TOO_LARGE: 'Too much data at once. Send less.',
    DEADLINE_EXCEEDED: 'The server did not answer in time. Try again.',
    RATE_LIMITED: 'Too many requests in a row. Wait a little and try again.',
    STORE_UNAVAILABLE: 'Changes cannot be stored now. Try again: what you typed is kept.',
    OUTCOME_UNKNOWN: 'It is not known whether the change was stored. Send it again: it is stored once only.',
    READ_ONLY: 'This server only answers: it takes no changes.',
    NOT_READY: 'The server is still starting. Try again in a minute.',
    FORBIDDEN: 'You may not do that.',
    KEYS_UNAVAILABLE: 'Signing in cannot be checked now. Try again later.',
  },
};

function whenEn({ clock, days, weekday, date }: Moment): string {
  if (days === 0) return `at ${clock}`;
  if (days === 1) return `tomorrow at ${clock}`;
  if (days > 6) return `on ${date} at ${clock}`;
  const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  return `on ${names[weekday] ?? ''} at ${clock}`;
}

const DICTIONARIES: Record<Language, AnswerWords> = { kk, ru, en };

export function useAnswerWords(): AnswerWords {
  return DICTIONARIES[useLanguage()];
}

export function answerWordsOf(language: Language): AnswerWords {
  return DICTIONARIES[language];
}
