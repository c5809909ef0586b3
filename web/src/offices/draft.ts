// What somebody types of an office: the values it began with, those of now, and the patch between them.
import type {
  ContactKind,
  EditableFragment,
  LanguageCode,
  OfficeKind,
  OfficePatchInput,
} from '../api/generated/graphql';
import { hours, hoursRules, typedHours } from '../words/hours';
import type { Language } from '../words/language';
import type { Named } from './NamedPicker';

export interface ContactLine {
  kind: ContactKind;
  value: string;
}

/** Fields as text in the form; "" is none. */
export interface Values {
  nameKk: string;
  nameRu: string;
  addressKk: string;
  addressRu: string;
  postalCode: string;
  /** In words of the page, such as "Пн–Пт 09:00–18:30". */
  openingHours: string;
  /** Latitude and longitude in degrees, as maps show them: `51.99374, 70.94704`. */
  location: string;
  contacts: ContactLine[];
  /** None for a new office of which nobody said it yet. */
  kind: OfficeKind | '';
  settlement: Named[];
  jurisdiction: Named[];
}

/** What a new office begins with, and a draft of an earlier page lacks. */
export const EMPTY: Values = {
  nameKk: '',
  nameRu: '',
  addressKk: '',
  addressRu: '',
  postalCode: '',
  openingHours: '',
  location: '',
  contacts: [],
  kind: '',
  settlement: [],
  jurisdiction: [],
};

export type Field = keyof Values;
export const TEXT_FIELDS = [
  'nameKk',
  'nameRu',
  'addressKk',
  'addressRu',
  'postalCode',
  'openingHours',
  'location',
] as const;
export const FIELDS: readonly Field[] = [...TEXT_FIELDS, 'contacts', 'kind', 'settlement', 'jurisdiction'];

export interface Draft {
  /** Version that the values began with. */
  version: number;
  before: Values;
  now: Values;
  reason: string;
  evidence: string;
}

export function valuesOf(office: EditableFragment, language: Language): Values {
  const name = (language: LanguageCode) =>
    office.names.find((each) => each.language === language && each.origin === 'ORIGINAL')?.value ?? '';
  // An address asked for in one language may come in the other: then there is none in the first.
  const address = (one: EditableFragment['addressKk'], language: LanguageCode) =>
    one?.language === language ? one.full : '';
  const own = office.schedules.find(
    ({ purpose, basis }) => purpose === 'GENERAL' && basis === 'OFFICE',
  )?.openingHours;
  return {
    nameKk: name('KK'),
    nameRu: name('RU'),
    addressKk: address(office.addressKk, 'KK'),
    addressRu: address(office.addressRu, 'RU'),
    postalCode: office.addressRu?.postalCode ?? office.addressKk?.postalCode ?? '',
    openingHours: own ? (hoursRules(own) ? hours(language, own) : own) : '',
    location: office.location
      ? `${office.location.latitude.toString()}, ${office.location.longitude.toString()}`
      : '',
    contacts: office.contacts.map(({ kind, value }) => ({ kind, value })),
    kind: office.kind,
    settlement: office.settlement ? [office.settlement] : [],
    jurisdiction: office.jurisdiction?.units.edges.map(({ node }) => node) ?? [],
  };
}

export function begin(office: EditableFragment, language: Language): Draft {
  const values = valuesOf(office, language);
  return { version: office.version, before: values, now: values, reason: '', evidence: '' };
}

export function text(values: Values, field: Field): string {
  if (field === 'contacts') return values.contacts.map(({ kind, value }) => `${kind} ${value}`).join('; ');
  if (field === 'settlement' || field === 'jurisdiction')
    return values[field].map(({ id, name }) => `${name} (${id})`).join('; ');
  return values[field];
}

export function changed(draft: Draft): Field[] {
  return FIELDS.filter((field) => text(draft.before, field) !== text(draft.now, field));
}

/** Only what was changed; an emptied field is cleared by null. */
export function patchOf(draft: Draft): OfficePatchInput {
  const patch: OfficePatchInput = {};
  for (const field of changed(draft)) {
    if (field === 'contacts') patch.contacts = draft.now.contacts.filter(({ value }) => value.trim() !== '');
    else if (field === 'kind') {
      if (draft.now.kind) patch.kind = draft.now.kind;
    } else if (field === 'settlement') patch.settlementId = draft.now.settlement[0]?.id ?? null;
    else if (field === 'jurisdiction')
      patch.jurisdictionUnitIds =
        draft.now.jurisdiction.length > 0 ? draft.now.jurisdiction.map(({ id }) => id) : null;
    else if (field === 'location') patch.location = pointOf(draft.now.location);
    else if (field === 'openingHours') patch.openingHours = typedHours(draft.now.openingHours) || null;
    else patch[field] = draft.now[field].trim() || null;
  }
  return patch;
}

/** The point that somebody typed, null for none; undefined for a text that is no point. */
export function typedPoint(text: string): { latitude: number; longitude: number } | null | undefined {
  if (text.trim() === '') return null;
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  const latitude = Number(found?.[1]);
  const longitude = Number(found?.[2]);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

/** The same once it was checked. */
function pointOf(text: string) {
  return typedPoint(text) ?? null;
}

/** The draft over the record as it is now: fields kept as typed, all others as they came. */
export function rebase(
  draft: Draft,
  current: EditableFragment,
  mine: ReadonlySet<Field>,
  language: Language,
): Draft {
  const before = valuesOf(current, language);
  const now: Values = { ...before, ...pick(draft.now, mine) };
  return { ...draft, version: current.version, before, now };
}

function pick(values: Values, fields: ReadonlySet<Field>): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([field]) => fields.has(field as Field)));
}

const key = (id: string) => `kense.draft.${id}`;

/** Keeps a draft through a reload, a lost token or a lost server; null forgets it. */
export function keep(id: string, draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(key(id));
    else sessionStorage.setItem(key(id), JSON.stringify(draft));
  } catch {
    // then it lasts as long as the page
  }
}

export function kept(id: string): Draft | null {
  try {
    const stored = sessionStorage.getItem(key(id));
    if (stored === null) return null;
    const draft = JSON.parse(stored) as Draft;
    // A draft of an earlier page lacks what was added since, on both sides alike.
    return { ...draft, before: { ...EMPTY, ...draft.before }, now: { ...EMPTY, ...draft.now } };
  } catch {
    return null;
  }
}

/** A key that makes a repeated request the same one; `randomUUID` is there on secure origins only. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
