// "Who serves me": a place and a service, and the answer below them.
import { useLocation } from 'preact-iso';
import {
  PlaceNameDocument,
  ServicesHereDocument,
  WhoServesDocument,
  type PlaceInput,
} from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { boundsOf, useScene } from '../map/scene';
import { Link } from '../page/Link';
import { idOf, pointOf, pointText, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { PlacePicker, type Asked, type Found } from '../places/PlacePicker';
import { around } from '../places/unit';
import { ServicePicker } from '../services/ServicePicker';
import { ServiceName, Themes } from '../services/Themes';
import { titleOf, useServices } from '../services/services';
import { useAnswerWords } from '../words/answering';
import { codeOf, useLanguage, useWords } from '../words/language';
import { Answer } from './Answer';
import { metresBetween } from './distance';
import { MaybeService, Understood } from './Understood';
import { useLine } from './useLine';

interface Question {
  service: string | null;
  place: PlaceInput | null;
  name: string;
}

function questionOf(params: Record<string, string>): Question {
  const service = params.service ? idOf('PublicService', params.service) : null;
  const point = pointOf(params.point);
  if (params.place) return { service, place: { unitId: params.place }, name: '' };
  if (point) return { service, place: { point }, name: '' };
  if (params.name) return { service, place: { name: params.name }, name: params.name };
  return { service, place: null, name: '' };
}

export function AnswerPage() {
  const words = useWords();
  const more = useAnswerWords();
  const language = useLanguage();
  const code = codeOf(language);
  const { query: params, route } = useLocation();
  const given = questionOf(params);
  // A service or a place in the address takes precedence over a line.
  const text = given.service || given.place ? null : (params.ask ?? null);
  const line = useLine(text);
  const service = given.service ?? line.service;
  const place: PlaceInput | null = given.place ?? line.place;
  const name = given.name || (line.place?.name ?? '');
  const asOf = params.asOf ?? null;
  const services = useServices();

  const answer = useQuery(
    WhoServesDocument,
    service && place ? { service, place, asOf, language: code } : null,
  );
  const unit = place?.unitId ?? null;
  const named = useQuery(PlaceNameDocument, unit ? { id: unit, language: code } : null);
  const resolution = answer.data?.officeFor ?? null;
  const here = resolution?.place ?? named.data?.administrativeUnit ?? null;
  const point = place?.point ?? here?.location ?? null;
  const chosenService = services.find(({ id }) => id === service);
  const serviceName = chosenService ? titleOf(chosenService) : null;
  useTitle(here && serviceName ? `${here.name}: ${serviceName}` : here ? here.name : words.title);

  const told =
    resolution?.lastKnown && resolution.provisions.length === 0 ? resolution.lastKnown : resolution;
  const chiefs = told?.provisions.map(({ office }) => office) ?? [];
  const others = told?.alternatives.map(({ node }) => node) ?? [];
  const offices = [...others, ...chiefs].map((office) => ({
    ...office,
    location: office.location ?? null,
    chief: chiefs.includes(office),
  }));
  const exact = place?.point ? { ...place.point, precision: 'BUILDING' as const, errorMeters: 0 } : null;
  const mark = exact ?? here?.location ?? null;
  useScene(
    {
      offices,
      place: mark ? { name: exact ? words.map.you : (here?.name ?? ''), point: mark } : null,
      bounds: boundsOf([...(mark ? [mark] : []), ...chiefs.flatMap(({ location }) => location ?? [])]),
    },
    JSON.stringify([service, place, asOf, language, mark, offices.map(({ id }) => id)]),
  );

  const go = (next: { service?: string | null; asked?: Asked | null; was?: string | null }) => {
    const asked = next.asked === undefined ? askedOf(place) : next.asked;
    const wanted = next.service === undefined ? service : next.service;
    route(
      `/${language}/answer${query({
        service: wanted ? slugOf(wanted) : null,
        place: asked && 'unit' in asked ? asked.unit : null,
        point: asked && 'point' in asked ? pointText(asked.point) : null,
        name: asked && 'name' in asked ? asked.name : null,
        was: next.asked === undefined ? params.was : next.was,
        asOf,
      })}`,
    );
  };
  const onFound = (found: Found) => {
    if (found.type === 'place') go({ asked: { unit: found.unit.id }, was: found.former });
    else if (found.type === 'service') go({ service: found.id });
    else route(`/${language}/${found.type === 'act' ? 'acts' : 'offices'}/${slugOf(found.id)}`);
  };
  const chosen = here
    ? [here.name, around(here)].filter(Boolean).join(', ')
    : place?.point
      ? words.search.point
      : name;
  const first = !service && !place && !text;
  const isLine = !service && !place;
  return (
    <>
      <header class="ask">
        {first && (
          <div class="welcome">
            <h1>{words.answer.title}</h1>
            <p>{words.lead}</p>
          </div>
        )}
        {!first && <h1 class="hidden">{words.answer.title}</h1>}
        <PlacePicker
          label={isLine ? words.search.label : words.search.place}
          placeholder={isLine ? words.search.placeholder : words.search.placePlaceholder}
          everything={isLine}
          chosen={isLine ? (text ?? '') : chosen}
          autofocus={!place}
          {...(isLine
            ? {
                onLine: (typed: string) => {
                  route(`/${language}/answer${query({ ask: typed, asOf })}`);
                },
              }
            : {})}
          onFound={onFound}
          onAsked={(asked) => {
            go({ asked });
          }}
          onClear={() => {
            if (place || text) go({ asked: null });
          }}
        />
        {!isLine && (
          <ServicePicker
            chosen={service}
            autofocus={place !== null && service === null}
            onChoose={(id) => {
              go({ service: id });
            }}
            onClear={() => {
              if (service) go({ service: null });
            }}
          />
        )}
      </header>
      {first && <Ways />}
      {line.error && <TroubleNote error={line.error} retry={line.reload} />}
      {line.loading && <Skeleton lines={6} />}
      {line.reading && <Understood reading={line.reading} />}
      {place && !service && (
        <ServiceList
          unit={unit}
          title={here ? words.answer.chooseServiceFor(here.name) : words.answer.chooseService}
          onChoose={(id) => {
            go({ service: id });
          }}
        />
      )}
      {service && !place && (
        <p class="note">
          {words.answer.choosePlace}. {words.search.hint}
        </p>
      )}
      {params.was && here && <p class="note">{more.formerName(params.was, here.name)}</p>}
      {resolution?.outcome === 'UNKNOWN_PLACE' && <MaybeService name={name} />}
      {answer.error && <TroubleNote error={answer.error} retry={answer.reload} />}
      {answer.loading && <Skeleton lines={10} />}
      {answer.data && resolution && (
        <Answer
          data={answer.data}
          serviceId={service ?? ''}
          wayTo={(location) =>
            point && location
              ? {
                  metres: metresBetween(point, location),
                  error: location.errorMeters + (place?.point ? 0 : (here?.location?.errorMeters ?? 0)),
                  from: place?.point ? null : here?.id,
                }
              : null
          }
          onCandidate={(id) => {
            go({ asked: { unit: id } });
          }}
        />
      )}
    </>
  );
}

function askedOf(place: PlaceInput | null): Asked | null {
  if (place?.unitId) return { unit: place.unitId };
  if (place?.point) return { point: place.point };
  return place?.name ? { name: place.name } : null;
}

/** Links to the other pages, before the first question. */
function Ways() {
  const words = useWords();
  return (
    <nav class="doors" aria-label={words.answer.title}>
      <Link to="/nearest">
        <strong>{words.menu.nearest}</strong>
        <span>{words.nearest.lead}</span>
      </Link>
      <Link to="/services">
        <strong>{words.menu.services}</strong>
        <span>
          {words.answer.needs}, {words.answer.term.toLowerCase()}, {words.answer.fee.toLowerCase()}
        </span>
      </Link>
      <Link to="/places">
        <strong>{words.menu.places}</strong>
        <span>{words.places.regions}</span>
      </Link>
      <Link to="/coverage">
        <strong>{words.menu.coverage}</strong>
        <span>{words.coverage.lead}</span>
      </Link>
    </nav>
  );
}

/** Services to choose from: those with an office for the place come first. */
function ServiceList(props: { unit: string | null; title: string; onChoose: (id: string) => void }) {
  const services = useServices();
  const { data } = useQuery(ServicesHereDocument, props.unit ? { unit: props.unit } : null);
  const here = new Set(data?.administrativeUnit?.services.edges.map(({ node }) => node.id));
  const shown = props.unit ? services.filter(({ id }) => here.has(id)) : services;
  if (services.length === 0 || (props.unit && !data)) return <Skeleton lines={6} />;
  return (
    <section>
      <h2>{props.title}</h2>
      <Themes
        services={shown}
        line={(service) => (
          <button
            type="button"
            class="row"
            onClick={() => {
              props.onChoose(service.id);
            }}
          >
            <ServiceName service={service} />
          </button>
        )}
      />
    </section>
  );
}
