// <kense-nearest> and <kense-answer>: the components for other sites, in one file without a library.
import { KenseElement } from './element';
import { ASK, type Line, NEAREST, type Near, OFFICE_FOR, type Resolution } from './questions';

class KenseNearest extends KenseElement {
  protected readonly noun = 'nearest';

  protected form(): HTMLElement {
    return this.field(this.words.place, this.getAttribute('name') ?? '', (name) => {
      this.set({ name });
    });
  }

  protected isAsked(): boolean {
    return ['place', 'point', 'name'].some((name) => this.hasAttribute(name));
  }

  protected async answer(signal: AbortSignal): Promise<(Node | null | false)[]> {
    let to = this.point;
    if (!to) {
      const { unit, candidates } = await this.unitOf(signal);
      if (candidates.length > 0) return this.choices(candidates, this.words.which) as Node[];
      to = unit?.location ?? null;
    }
    if (!to) return [line(this.words.unknown)];
    const { latitude, longitude } = to;
    const n = Math.min(20, Math.max(1, Number(this.getAttribute('first')) || 3));
    const { nearestPsc } = await this.ask<{ nearestPsc: { edges: Near[] } }>(
      NEAREST,
      { to: { latitude, longitude }, n },
      signal,
    );
    const { edges } = nearestPsc;
    this.tell(
      { latitude, longitude },
      edges.map(({ node }) => node),
    );
    const place = {
      place: this.getAttribute('place'),
      point: `${latitude.toString()},${longitude.toString()}`,
    };
    return [
      edges.length === 0 && line(this.words.none),
      ...edges.map((edge) => this.card(edge.node, edge)),
      this.more(place.place ? { place: place.place } : { point: place.point }),
    ];
  }
}

class KenseAnswer extends KenseElement {
  protected readonly noun = 'answer';

  /** With a service the field takes a place; without one, a line with both. */
  protected form(): HTMLElement {
    const service = this.getAttribute('service');
    const value = this.getAttribute(service ? 'name' : 'ask') ?? '';
    return this.field(service ? this.words.place : this.words.line, value, (text) => {
      this.set(service ? { name: text } : { ask: text });
    });
  }

  protected isAsked(): boolean {
    if (!this.hasAttribute('service')) return this.hasAttribute('ask');
    return ['place', 'point', 'name'].some((name) => this.hasAttribute(name));
  }

  protected async answer(signal: AbortSignal): Promise<(Node | null | false)[]> {
    const service = this.getAttribute('service');
    if (!service) return this.line(signal);
    const id = service.includes(':') ? service : `PublicService:${service}`;
    const unitId = this.getAttribute('place');
    const place = unitId
      ? { unitId }
      : this.point
        ? { point: this.point }
        : { name: this.getAttribute('name') };
    const { publicService, officeFor } = await this.ask<{
      publicService: { name: string } | null;
      officeFor: Resolution;
    }>(OFFICE_FOR, { service: id, place }, signal);
    return this.resolution(officeFor, id, publicService?.name ?? '');
  }

  private async line(signal: AbortSignal): Promise<(Node | null | false)[]> {
    const text = this.getAttribute('ask') ?? '';
    const { ask } = await this.ask<{ ask: Line }>(ASK, { text }, signal);
    const [first] = ask.services;
    if (first && ask.officeFor) return this.resolution(ask.officeFor, first.service.id, first.service.name);
    return [line(ask.explanation || this.words.unclear), this.more({ ask: text })];
  }

  private resolution(found: Resolution, service: string, name: string): (Node | null | false)[] {
    const { provisions } = found.provisions.length > 0 ? found : (found.lastKnown ?? found);
    const offices = provisions.map(({ office }) => office);
    const others = offices.length === 0 ? found.alternatives : [];
    this.tell(found.place?.location ?? null, [...offices, ...others.map(({ node }) => node)]);
    const slug = service.slice(service.indexOf(':') + 1);
    const point = this.getAttribute('point');
    const outcome = (this.words as Partial<Record<string, string>>)[found.outcome] ?? this.words.unclear;
    const place = [found.place?.name, name].filter(Boolean).join(': ');
    return [
      place !== '' && line(place, 'soft'),
      ...(found.candidates.length > 0 && !found.place
        ? (this.choices(found.candidates, outcome) as Node[])
        : [this.heading(1, outcome)]),
      ...offices.map((office) => this.card(office)),
      ...others.map((near) => this.card(near.node, near)),
      this.more(point ? { service: slug, point } : { service: slug, place: found.place?.id ?? null }),
    ];
  }
}

function line(text: string, kind = ''): HTMLElement {
  const made = document.createElement('p');
  made.textContent = text;
  made.className = kind;
  return made;
}

// A site may load the script twice, from two servers: the first one wins.
if (!customElements.get('kense-nearest')) customElements.define('kense-nearest', KenseNearest);
if (!customElements.get('kense-answer')) customElements.define('kense-answer', KenseAnswer);

// A page for frames has no style of its own.
if (document.body.dataset.kense === 'embedded') {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('body{margin:0}main>*{border:0}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
