// The common base of both components: a field, an answer below it, attributes, one style, one event.
import { mailTo } from '../words/mail';
import { ask, Failure, LOCATE, type Near, type Office, PLACE, type Unit } from './questions';
import { looks } from './style';
import { type Language, WORDS, type Words } from './words';

export interface Point {
  latitude: number;
  longitude: number;
}
type Child = Node | string | null | false;

/** An element with properties and children; strings are never parsed as HTML. */
export function make(tag: string, properties: Record<string, string>, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

const LANGUAGES = ['kk', 'ru', 'en'];

export abstract class KenseElement extends HTMLElement {
  static observedAttributes = [
    'lang',
    'server',
    'service',
    'place',
    'point',
    'name',
    'ask',
    'first',
    'accent',
    'level',
  ];
  protected shown = this.attachShadow({ mode: 'open' });
  protected abstract readonly noun: 'nearest' | 'answer';
  private asking = new AbortController();
  private waiting = false;

  connectedCallback(): void {
    this.shown.adoptedStyleSheets = [looks()];
    this.draw();
  }

  disconnectedCallback(): void {
    this.asking.abort();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.draw();
  }

  /** The server for requests: by default the one that serves this script. */
  get server(): string {
    return (this.getAttribute('server') ?? new URL(import.meta.url).origin).replace(/\/$/, '');
  }

  /** The language of the element, else of its surroundings, else Kazakh. */
  get language(): Language {
    const around = this.closest('[lang]')?.getAttribute('lang') ?? '';
    const short = around.slice(0, 2).toLowerCase();
    return (LANGUAGES.includes(short) ? short : 'kk') as Language;
  }

  get words(): Words {
    return WORDS[this.language];
  }

  /** The point in the attribute, "latitude,longitude"; null where it is missing or invalid. */
  get point(): Point | null {
    const [latitude, longitude] = (this.getAttribute('point') ?? '').split(',').map(Number);
    if (latitude === undefined || longitude === undefined) return null;
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? { latitude, longitude } : null;
  }

  /** Renders the whole element; several attributes that change at once render it once. */
  private draw(): void {
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      if (!this.isConnected) return;
      const accent = this.getAttribute('accent') ?? '';
      if (/^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(accent)) this.style.setProperty('--kense-accent', `#${accent}`);
      const result = make('div', { 'aria-live': 'polite', part: 'result', tabindex: '-1' });
      const focus = this.focused();
      const whole = make(
        'div',
        { lang: this.language },
        this.heading(0, this.getAttribute('heading') ?? this.words[this.noun], { part: 'title' }),
        this.form(result),
        result,
      );
      this.shown.replaceChildren(whole);
      if (focus !== null) (this.fields()[focus] ?? result).focus();
      if (this.isAsked()) this.run(result);
    });
  }

  private fields(): HTMLElement[] {
    return [...this.shown.querySelectorAll<HTMLElement>('form input, form button')];
  }

  /** The index of the focused field, so that a new rendering restores it; -1 for an element of the answer. */
  private focused(): number | null {
    const { activeElement } = this.shown;
    return activeElement ? this.fields().indexOf(activeElement as HTMLElement) : null;
  }

  /** A heading below those of the surrounding page: its title has level 2 unless `level` says otherwise. */
  protected heading(below: 0 | 1, text: Child, properties: Record<string, string> = {}): HTMLElement {
    const level = (this.getAttribute('level') === '1' ? 1 : 2) + below;
    return make(`h${level.toString()}`, { class: below === 0 ? 'title' : 'sub', ...properties }, text);
  }

  protected abstract form(result: HTMLElement): HTMLElement;
  protected abstract isAsked(): boolean;
  /** Renders the lines of the answer. */
  protected abstract answer(signal: AbortSignal): Promise<Child[]>;

  protected run(result: HTMLElement): void {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    result.replaceChildren(make('p', { class: 'soft' }, this.words.loading));
    this.answer(signal).then(
      (lines) => {
        if (!signal.aborted) result.replaceChildren(...lines.filter((line): line is Node => Boolean(line)));
      },
      (error: unknown) => {
        if (signal.aborted) return;
        const why = error instanceof Failure ? error.why : 'offline';
        const said = why === 'refused' ? this.words.unclear : this.words[why];
        result.replaceChildren(make('p', { role: 'alert' }, said));
      },
    );
  }

  protected ask<R>(query: string, variables: Record<string, unknown>, signal: AbortSignal): Promise<R> {
    return ask<R>(this.server, query, { ...variables, l: this.language.toUpperCase() }, signal);
  }

  /** A field with a button, and a second button for the browser's position. */
  protected field(label: string, value: string, onText: (text: string) => void): HTMLElement {
    const input = make('input', {
      id: 'field',
      value,
      autocomplete: 'off',
      maxlength: '300',
    }) as HTMLInputElement;
    const here = make('button', { type: 'button', class: 'quiet', part: 'button' }, this.words.here);
    here.addEventListener('click', () => {
      this.locate();
    });
    const form = make(
      'form',
      { part: 'form' },
      make('label', { for: 'field' }, label),
      input,
      make('button', { part: 'button' }, this.words.find),
      'geolocation' in navigator && here,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (input.value.trim()) onText(input.value.trim());
    });
    return form;
  }

  /** Changes the question: its state is in the attributes of the element. */
  protected set(attributes: Record<string, string>): void {
    for (const name of ['place', 'point', 'name', 'ask']) {
      const value = attributes[name];
      if (value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    }
  }

  private locate(): void {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.set({ point: `${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}` });
      },
      () => {
        this.shown
          .querySelector('[part=result]')
          ?.replaceChildren(make('p', { role: 'alert' }, this.words.denied));
      },
      { timeout: 10_000, maximumAge: 60_000 },
    );
  }

  /** The unit that the attributes name; candidates where several are possible. */
  protected async unitOf(signal: AbortSignal): Promise<{ unit: Unit | null; candidates: Unit[] }> {
    const id = this.getAttribute('place');
    if (id) {
      const { administrativeUnit } = await this.ask<{ administrativeUnit: Unit | null }>(
        PLACE,
        { id },
        signal,
      );
      return { unit: administrativeUnit, candidates: [] };
    }
    const text = this.getAttribute('name') ?? '';
    const { locate } = await this.ask<{ locate: { isCertain: boolean; unit: Unit | null }[] }>(
      LOCATE,
      { text },
      signal,
    );
    const units = locate.flatMap(({ unit }) => (unit ? [unit] : []));
    const [only] = locate;
    if (units.length === 1 && only?.isCertain) return { unit: units[0] ?? null, candidates: [] };
    return { unit: null, candidates: units };
  }

  protected choices(units: readonly Unit[], question: string): Child[] {
    const list = units.map((unit) => {
      const around = unit.ancestors.map(({ name }) => name).join(', ');
      const choice = make('button', { type: 'button', class: 'place', part: 'choice' }, unit.name);
      choice.append(make('span', { class: 'soft' }, ` ${around}`));
      choice.addEventListener('click', () => {
        this.set({ place: unit.id });
      });
      return make('li', {}, choice);
    });
    return [this.heading(1, question), make('ul', {}, ...list)];
  }

  protected card(office: Office, near?: Near): HTMLElement {
    const { words, server, language } = this;
    const slug = office.id.slice(office.id.indexOf(':') + 1);
    const open = (words as Partial<Record<string, string>>)[office.openNow.state];
    const facts = [near && this.distance(near), office.openNow.state !== 'UNKNOWN' && open]
      .filter(Boolean)
      .join(' · ');
    const contacts = office.contacts.flatMap(({ kind, value }) => {
      const href = { PHONE: `tel:${value}`, HOTLINE: `tel:${value}`, EMAIL: mailTo(value) }[kind];
      return href ? [make('a', { href }, value)] : [];
    });
    const link = make(
      'a',
      { href: `${server}/${language}/offices/${slug}`, target: '_blank', rel: 'noopener' },
      office.name,
    );
    return make(
      'div',
      { class: 'card', part: 'card' },
      this.heading(1, link),
      facts !== '' && make('p', { class: 'soft' }, facts),
      office.address && make('p', { lang: office.address.language.toLowerCase() }, office.address.full),
      contacts.length > 0 && make('p', { class: 'contacts' }, ...contacts),
    );
  }

  private distance({ distanceMeters, errorMeters }: Near): string {
    const kilometres = distanceMeters / 1000;
    const figure = kilometres.toLocaleString(this.language === 'en' ? 'en-GB' : 'ru-RU', {
      maximumFractionDigits: kilometres < 10 ? 1 : 0,
    });
    const text = `${figure} ${this.words.km}`;
    return errorMeters > 500 ? `${this.words.about} ${text}` : text;
  }

  protected more(query: Record<string, string | null>): HTMLElement {
    const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
    const href = `${this.server}/${this.language}/${this.noun}?${new URLSearchParams(given).toString()}`;
    return make(
      'p',
      {},
      make('a', { href, target: '_blank', rel: 'noopener', part: 'more' }, this.words.more),
    );
  }

  /** Sends an event with the shown offices, so that the site may draw them on its own map. */
  protected tell(place: Point | null, offices: readonly Office[]): void {
    const detail = { place, offices: offices.map(({ id, name, location }) => ({ id, name, ...location })) };
    this.dispatchEvent(new CustomEvent('kense-offices', { detail, bubbles: true, composed: true }));
  }
}
