// Texts for people who report about coverage.
import { type Language, useLanguage } from '../words/language';

const ru = {
  title: 'Для публикации',
  denominator: (count: string) =>
    `Доли считаются от всех населённых пунктов территории, известных реестру: ${count}. Обслуживается тот, за которым закон закрепил учреждение; население не учитывается. Расстояние – по прямой до этого учреждения, там, где оба места известны достаточно точно.`,
  asOf: (day: string, edition: string) => `Данные на ${day}, издание ${edition}.`,
  csv: 'Таблица CSV',
  picture: 'Картинка SVG',
  failed: 'Не получилось. Попробуйте ещё раз.',
  foot: 'Kense. Места: © участники OpenStreetMap (ODbL)',
};
type ReportWords = typeof ru;
const kk: ReportWords = {
  title: 'Жариялау үшін',
  denominator: (count) =>
    `Үлестер тізілімге белгілі аумақтағы барлық елді мекеннен есептеледі: ${count}. Заң мекемені бекіткен елді мекен қызмет алатын болып саналады; халық саны ескерілмейді. Қашықтық – екі орын да жеткілікті дәл белгілі жерде, сол мекемеге дейін түзу сызықпен.`,
  asOf: (day, edition) => `${day} жағдай бойынша, ${edition}-басылым.`,
  csv: 'CSV кестесі',
  picture: 'SVG суреті',
  failed: 'Болмады. Қайталап көріңіз.',
  foot: 'Kense. Орындар: © OpenStreetMap қатысушылары (ODbL)',
};
const en: ReportWords = {
  title: 'For publication',
  denominator: (count) =>
    `Shares are of all settlements of the territory that the registry knows: ${count}. A settlement is served where law assigns it an office; people are not counted. Distances are in a straight line to that office, where both places are known well enough.`,
  asOf: (day, edition) => `As of ${day}, edition ${edition}.`,
  csv: 'Table as CSV',
  picture: 'Picture as SVG',
  failed: 'That did not work. Try again.',
  foot: 'Kense. Places: © OpenStreetMap contributors (ODbL)',
};
const DICTIONARIES: Record<Language, ReportWords> = { kk, ru, en };

export function useReportWords(): ReportWords {
  return DICTIONARIES[useLanguage()];
}
