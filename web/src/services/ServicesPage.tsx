// All public services, found by a word of any of their names.
import { useState } from 'preact/hooks';
import { useScene } from '../map/scene';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { Skeleton } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useWords } from '../words/language';
import { matches, useServices } from './services';

export function ServicesPage() {
  const words = useWords();
  const services = useServices();
  const [text, setText] = useState('');
  const shown = services.filter((service) => matches(service, text));
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
      <ul class="rows">
        {shown.map((service) => (
          <li key={service.id}>
            <Link class="row" to={`/services/${slugOf(service.id)}`}>
              {service.name}
              {service.registerNumber && <span class="detail">№ {service.registerNumber}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {services.length > 0 && shown.length === 0 && <p class="note">{words.services.none}</p>}
    </>
  );
}
