// The coverage of villages by one service: figures, the unserved by name, and a layer of the map.
import { useLocation } from 'preact-iso';
import { CoverageDocument, RegionsDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { UNKNOWN_WAY, UNSERVED, WAYS } from '../map/colours';
import { Mark } from '../map/Legend';
import { KAZAKHSTAN, useScene } from '../map/scene';
import { Link } from '../page/Link';
import { idOf, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { around } from '../places/unit';
import { useServices } from '../services/services';
import { ServicePicker } from '../services/ServicePicker';
import { distance, number } from '../words/format';
import { codeOf, useLanguage, useWords } from '../words/language';
import { Publish } from './Publish';
import { useUnitBounds } from './useUnitBounds';

const DEFAULT = 'PublicService:preschool-queue';

export function CoveragePage() {
  const words = useWords();
  const language = useLanguage();
  const code = codeOf(language);
  const { query: params, route } = useLocation();
  const service = idOf('PublicService', params.service ?? DEFAULT);
  const within = params.within ?? null;
  const regions = useQuery(RegionsDocument, { language: code });
  const { data, error, loading, reload } = useQuery(CoverageDocument, {
    service,
    within,
    language: code,
  });
  const services = useServices();
  const bounds = useUnitBounds(within);
  useTitle(words.coverage.title);
  useScene(
    {
      coverage: `/coverage.geojson${query({ service, within })}`,
      bounds: bounds ?? (within ? null : [...KAZAKHSTAN]),
    },
    JSON.stringify([service, within, bounds]),
  );
  const go = (next: { service?: string; within?: string | null }) => {
    route(
      `/${language}/coverage${query({
        service: slugOf(next.service ?? service),
        within: next.within === undefined ? within : next.within,
      })}`,
    );
  };
  const report = data?.coverage ?? null;
  return (
    <>
      <h1>{words.coverage.title}</h1>
      <p>{words.coverage.lead}</p>
      <ServicePicker
        chosen={service}
        onChoose={(id) => {
          go({ service: id });
        }}
      />
      <div class="combobox">
        <label for="within">{words.coverage.within}</label>
        <div class="field">
          <select
            id="within"
            value={within ?? ''}
            onChange={(event) => {
              go({ within: event.currentTarget.value || null });
            }}
          >
            <option value="">{words.coverage.country}</option>
            {(regions.data?.regions ?? []).map((region) => (
              <option key={region.id} value={region.id}>
                {region.name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <ul class="ramp">
        {WAYS.map(([, colour], index) => (
          <li key={colour}>
            <Mark shape="full" colour={colour} />
            {words.coverage.legend[index]}
          </li>
        ))}
        <li>
          <Mark shape="full" colour={UNKNOWN_WAY} />
          {words.coverage.unknownWay}
        </li>
        <li>
          <Mark shape="full" colour={UNSERVED} />
          {words.coverage.unserved}
        </li>
      </ul>
      {error && <TroubleNote error={error} retry={reload} />}
      {loading && <Skeleton lines={6} />}
      {data && report && (
        <>
          <dl class="figures">
            <div>
              <dt>{words.coverage.settlements}</dt>
              <dd>{number(language, report.settlements)}</dd>
            </div>
            <div>
              <dt>{words.coverage.served}</dt>
              <dd>{number(language, report.served)}</dd>
            </div>
            {report.medianDistanceMeters != null && (
              <div>
                <dt>{words.coverage.median}</dt>
                <dd>{distance(language, report.medianDistanceMeters)}</dd>
              </div>
            )}
            {report.p90DistanceMeters != null && (
              <div>
                <dt>{words.coverage.p90}</dt>
                <dd>{distance(language, report.p90DistanceMeters)}</dd>
              </div>
            )}
          </dl>
          <Publish
            service={service}
            serviceName={services.find(({ id }) => id === service)?.name ?? slugOf(service)}
            within={within}
            territory={regions.data?.regions?.find(({ id }) => id === within)?.name ?? words.coverage.country}
            settlements={report.settlements}
            edition={data.edition}
          />
          <h2>
            {words.coverage.unserved}: {number(language, report.settlements - report.served)}
          </h2>
          {report.unserved.length === 0 && <p>{words.coverage.allServed}</p>}
          <ul class="rows">
            {report.unserved.map((unit) => (
              <li key={unit.id}>
                <Link class="row" to={`/places/${unit.id}`}>
                  {unit.name}
                  <span class="detail">{around(unit)}</span>
                </Link>
              </li>
            ))}
          </ul>
          {report.contested.length > 0 && (
            <>
              <h2>{words.coverage.contested}</h2>
              <ul class="rows">
                {report.contested.map(
                  ({ place }) =>
                    place && (
                      <li key={place.id}>
                        <Link
                          class="row"
                          to={`/answer${query({ service: slugOf(service), place: place.id })}`}
                        >
                          {place.name}
                          <span class="detail">{around(place)}</span>
                        </Link>
                      </li>
                    ),
                )}
              </ul>
            </>
          )}
        </>
      )}
    </>
  );
}
