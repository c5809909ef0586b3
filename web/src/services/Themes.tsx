// Services grouped by life event, with their common names.
import type { ComponentChildren } from 'preact';
import { useAnswerWords } from '../words/answering';
import type { NamedService } from './services';

interface Props {
  services: readonly NamedService[];
  line: (service: NamedService) => ComponentChildren;
  /** Level of a theme's heading: one below that of the page or the section. */
  heading?: 'h2' | 'h3';
}

/** Lists by theme; services without a theme come last. */
export function Themes({ services, line, heading: Heading = 'h3' }: Props) {
  const words = useAnswerWords().services;
  const themes = new Map<number, { name: string; services: NamedService[] }>();
  for (const service of services) {
    const at = service.theme?.at ?? Infinity;
    const theme = themes.get(at) ?? { name: service.theme?.name ?? words.other, services: [] };
    theme.services.push(service);
    themes.set(at, theme);
  }
  const ordered = [...themes].sort(([one], [other]) => one - other);
  return (
    <>
      {ordered.map(([at, theme]) => (
        <section key={at} class="theme" aria-label={theme.name}>
          <Heading>{theme.name}</Heading>
          <ul class="rows">
            {theme.services.map((service) => (
              <li key={service.id}>{line(service)}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

interface Named {
  name: string;
  shortName?: string | null | undefined;
  lang?: string | undefined;
}

/** The common name, and below it the printed one. */
export function ServiceName({ service: { name, shortName, lang } }: { service: Named }) {
  if (!shortName) return <span lang={lang}>{name}</span>;
  return (
    <>
      {shortName}
      <span class="detail" lang={lang}>
        {name}
      </span>
    </>
  );
}
