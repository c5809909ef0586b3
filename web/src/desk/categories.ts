// The categories of offices, by code.
import type { Language } from '../words/language';

const CATEGORIES: Record<string, Record<Language, string>> = {
  okrug_akimat: {
    kk: 'Ауылдық округ әкімінің аппараты',
    ru: 'Аппарат акима сельского округа',
    en: 'Akim’s office of a rural okrug',
  },
  district_akimat: {
    kk: 'Аудан әкімінің аппараты',
    ru: 'Аппарат акима района',
    en: 'Akim’s office of a district',
  },
  oblast_akimat: {
    kk: 'Облыс әкімінің аппараты',
    ru: 'Аппарат акима области',
    en: 'Akim’s office of a region',
  },
  psc_branch: { kk: 'ХҚКО бөлімі', ru: 'Отдел ЦОНа', en: 'Branch of a PSC' },
  psc_enterprise: { kk: 'ХҚКО кәсіпорны', ru: 'Предприятие ЦОНов', en: 'Enterprise of the PSCs' },
  education_department: { kk: 'Білім бөлімі', ru: 'Отдел образования', en: 'Education department' },
  education_management: { kk: 'Білім басқармасы', ru: 'Управление образования', en: 'Education board' },
  housing_department: { kk: 'Тұрғын үй бөлімі', ru: 'Жилищный отдел', en: 'Housing department' },
  employment_department: { kk: 'Жұмыспен қамту бөлімі', ru: 'Отдел занятости', en: 'Employment department' },
  control_department: { kk: 'Бақылау департаменті', ru: 'Департамент контроля', en: 'Control department' },
  extracurricular_organisation: {
    kk: 'Қосымша білім беру ұйымы',
    ru: 'Организация дополнительного образования',
    en: 'Organisation of extracurricular education',
  },
};

/** The name of a category; a category without a name is shown by its code. */
export function categoryIn(language: Language, code: string): string {
  return CATEGORIES[code]?.[language] ?? code.replaceAll('_', ' ');
}
