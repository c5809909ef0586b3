// What was recognised in a typed line and what was not, and its other meanings.
import { Link } from '../page/Link';
import { query, slugOf } from '../page/address';
import { ServiceName } from '../services/Themes';
import { useAnswerWords } from '../words/answering';
import { useWords } from '../words/language';
import { type Reading, useReading } from './useLine';

/** The note above an answer. */
export function Understood({ reading }: { reading: Reading }) {
  const words = useWords().asked;
  return (
    <section class="aside understood" role="status">
      <h2>{words.title}</h2>
      <p>{reading.explanation}</p>
      {reading.connecting.length > 0 && (
        <p class="detail">
          {words.ignored}: {reading.connecting.join(', ')}
        </p>
      )}
      {reading.didYouMean && (
        <p>
          <Link to={`/answer${query({ ask: reading.didYouMean })}`}>{reading.didYouMean}</Link>
        </p>
      )}
      {reading.notHeld && <AskThere notHeld={reading.notHeld} />}
      <Choices reading={reading} />
    </section>
  );
}

/** For an unknown place name: the services that it may mean instead. */
export function MaybeService({ name }: { name: string }) {
  const words = useAnswerWords();
  const { reading } = useReading(name || null);
  if (!reading || (!reading.notHeld && reading.services.length === 0)) return null;
  return (
    <section class="aside understood" role="status">
      <h2>{words.notAPlace}</h2>
      {reading.notHeld && <NotHeld notHeld={reading.notHeld} />}
      <ul class="rows">
        {reading.services.map(({ service }) => (
          <li key={service.id}>
            <Link class="row" to={`/answer${query({ service: slugOf(service.id) })}`}>
              <ServiceName service={service} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A service that the registry does not hold, and where to ask. */
export function NotHeld({ notHeld }: { notHeld: NonNullable<Reading['notHeld']> }) {
  return (
    <>
      <p>{notHeld.text}</p>
      <AskThere notHeld={notHeld} />
    </>
  );
}

function AskThere({ notHeld: { portal, callCentre } }: { notHeld: NonNullable<Reading['notHeld']> }) {
  return (
    <p class="actions">
      <a class="button" href={portal} rel="noreferrer">
        {new URL(portal).host}
      </a>
      <a class="button quiet" href={`tel:${callCentre}`}>
        {callCentre}
      </a>
    </p>
  );
}

/** The same for a page without a query of its own. */
export function UnderstoodLine({ line }: { line: string | null }) {
  const { reading } = useReading(line);
  return reading && <Understood reading={reading} />;
}

/** Services, places and offices from which the user must choose. */
function Choices({ reading }: { reading: Reading }) {
  const words = useWords().asked;
  const isEither = reading.question === 'SERVICE_OR_PLACE';
  const name = isEither ? null : reading.placeText;
  const services = reading.services.length > 1 || isEither ? reading.services : [];
  const offices = (reading.search?.edges ?? []).flatMap(({ node }) =>
    node.__typename === 'Office' ? [node] : [],
  );
  if (services.length + offices.length === 0) return null;
  return (
    <ul class="rows">
      {services.map(({ service }) => (
        <li key={service.id}>
          <Link class="row" to={`/answer${query({ service: slugOf(service.id), name })}`}>
            <ServiceName service={service} />
          </Link>
        </li>
      ))}
      {isEither && reading.placeText && (
        <li>
          <Link class="row" to={`/answer${query({ name: reading.placeText })}`}>
            {reading.placeText}
            <span class="detail">{words.asPlace}</span>
          </Link>
        </li>
      )}
      {offices.map((office) => (
        <li key={office.id}>
          <Link class="row" to={`/offices/${slugOf(office.id)}`}>
            {office.officeName}
          </Link>
        </li>
      ))}
    </ul>
  );
}
