// All public services by theme, with a filter for words of any of their names.
import { useState } from 'preact/hooks';
import { NotHeld } from '../answers/Understood';
import { useReading } from '../answers/useLine';
import { ServicesFoundDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { useScene } from '../map/scene';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { Skeleton } from '../page/Trouble';
import { useSlow } from '../page/useSlow';
import { useTitle } from '../page/useTitle';
import { useAnswerWords } from '../words/answering';
import { useWords } from '../words/language';
import { matches, type NamedService, useServices } from './services';
import { ServiceName, Themes } from './Themes';

export function ServicesPage() {
  const words = useWords();
  const services = useServices();
  const [text, setText] = useState('');
  const asked = useSlow(text.trim(), 200);
  const { data } = useQuery(ServicesFoundDocument, asked ? { text: asked } : null);
  const called = new Set((data?.publicServices?.edges ?? []).map(({ node }) => node.id));
  const shown = services.filter((service) => matches(service, text) || called.has(service.id));
  const isNone = services.length > 0 && shown.length === 0 && data !== null && asked === text.trim();
  useTitle(words.services.title);
  useScene({}, 'services');
  return (
    <>
      <h1>{words.services.title}</h1>
      <div class="combobox">
        <label for="service-filter">{words.services.filter}</label>
        <div class="field">
          <input
            id="service-filter"
            type="search"
            value={text}
            placeholder={words.search.servicePlaceholder}
            onInput={(event) => {
              setText(event.currentTarget.value);
            }}
          />
        </div>
      </div>
      <p class="detail" role="status">
        {services.length > 0 && words.services.count(shown.length)}
      </p>
      {services.length === 0 && <Skeleton lines={12} />}
      <Themes heading="h2" services={shown} line={(service) => <ServiceLine service={service} />} />
      {isNone && <NotHere text={asked} services={services} />}
    </>
  );
}

function ServiceLine({ service }: { service: NamedService }) {
  return (
    <Link class="row" to={`/services/${slugOf(service.id)}`}>
      <ServiceName service={service} />
      {service.registerNumber && <span class="detail">№ {service.registerNumber}</span>}
    </Link>
  );
}

/** Advice where no service matches: similar services, else where to ask. */
function NotHere({ text, services }: { text: string; services: readonly NamedService[] }) {
  const words = useAnswerWords().services;
  const { reading, loading } = useReading(text);
  if (loading) return <Skeleton lines={2} />;
  const meant = new Set(reading?.services.map(({ service }) => service.id));
  const found = services.filter(({ id }) => meant.has(id));
  if (reading?.notHeld)
    return (
      <div class="note" role="status">
        <NotHeld notHeld={reading.notHeld} />
      </div>
    );
  if (found.length === 0)
    return (
      <p class="note" role="status">
        {words.notHere}
      </p>
    );
  return (
    <section>
      <h2>{words.meant}</h2>
      <ul class="rows">
        {found.map((service) => (
          <li key={service.id}>
            <ServiceLine service={service} />
          </li>
        ))}
      </ul>
    </section>
  );
}
