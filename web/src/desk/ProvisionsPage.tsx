// The provisions of an office: the roles and units of each service; a service without a role ends.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask } from '../api/client';
import {
  DeskOfficeDocument,
  type DeskOfficeQuery,
  DeskProvisionDocument,
  type DeskProvisionQuery,
  type ProvisionRole,
  ProvisionSetDocument,
} from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { type Named, NamedList } from '../offices/NamedPicker';
import { Problems, problemsElsewhere, problemsOf, useFocusOnProblem } from '../offices/Problems';
import { idOf, query } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { ServicePicker } from '../services/ServicePicker';
import { codeOf, useLanguage, useWords } from '../words/language';
import { ReasonFields } from './ReasonFields';
import { ChangeTrouble } from './Signed';
import { linesOf, useChange } from './useChange';
import { useDeskWords } from './words';

type Office = NonNullable<DeskOfficeQuery['office']>;
const ROLES: ProvisionRole[] = ['ACCEPTS_APPLICATIONS', 'DECIDES', 'ISSUES_RESULT', 'HEARS_COMPLAINTS'];
const PLACED = ['serviceId', 'roles', 'jurisdictionUnitIds', 'reason', 'evidence'];

export function ProvisionsPage({ id }: { id: string }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { query: params, route } = useLocation();
  const [isSaved, setSaved] = useState(false);
  const { data, error, reload } = useQuery(DeskOfficeDocument, {
    id: idOf('Office', id),
    language: codeOf(language),
  });
  useTitle(words.provisions);
  const office = data?.office ?? null;
  if (error && !office) return <TroubleNote error={error} retry={reload} />;
  if (!office) return <Skeleton />;
  const choose = (service: string | null) => {
    setSaved(false);
    route(`/${language}/desk/offices/${id}/provisions${query({ service })}`);
  };
  return (
    <>
      <p class="kicker">{office.nameOf}</p>
      <h1>{words.provisions}</h1>
      {isSaved && (
        <p class="note good" role="status">
          {words.saved}
        </p>
      )}
      <GivenServices office={office} onChange={choose} />
      <ServicePicker
        chosen={params.service ?? null}
        onChoose={choose}
        onClear={() => {
          choose(null);
        }}
      />
      {params.service && (
        <Setting
          key={params.service}
          office={office}
          service={params.service}
          onSaved={() => {
            choose(null);
            setSaved(true);
          }}
        />
      )}
    </>
  );
}

function GivenServices({ office, onChange }: { office: Office; onChange: (service: string) => void }) {
  const words = useDeskWords();
  const { roles } = useWords();
  const given = office.provisionsNow.edges;
  if (given.length === 0) return null;
  return (
    <section>
      <h2>{words.given}</h2>
      <ul class="rows">
        {given.map(({ node }) => (
          <li key={node.id}>
            {node.service.name}
            <p class="detail">{node.roles.map((role) => roles[role]).join(', ')}</p>
            <button
              type="button"
              class="way"
              aria-label={`${words.changeIt}: ${node.service.name}`}
              onClick={() => {
                onChange(node.service.id);
              }}
            >
              {words.changeIt}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SettingProps {
  office: Office;
  service: string;
  onSaved: () => void;
}

type Given = NonNullable<DeskProvisionQuery['office']>['provisions']['edges'][number]['node'];

/** Several provisions of one service are merged into one entry. */
function unitsOf(given: readonly Given[]): Named[] {
  const units = given.flatMap(({ jurisdiction }) => jurisdiction.units.edges.map(({ node }) => node));
  return [...new Map(units.map((unit) => [unit.id, unit])).values()];
}

function Setting(props: SettingProps) {
  const language = useLanguage();
  const { data, error, reload } = useQuery(DeskProvisionDocument, {
    id: props.office.id,
    service: props.service,
    language: codeOf(language),
  });
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!data?.office) return <Skeleton />;
  return <SettingForm {...props} given={data.office.provisions.edges.map(({ node }) => node)} />;
}

function SettingForm({ office, service, given, onSaved }: SettingProps & { given: readonly Given[] }) {
  const words = useDeskWords();
  const { roles: names } = useWords();
  const language = useLanguage();
  const [roles, setRoles] = useState(() =>
    ROLES.filter((role) => given.some((each) => each.roles.includes(role))),
  );
  const [units, setUnits] = useState(() => unitsOf(given));
  // With more units than one page loads, saving would drop the others.
  const isTooWide = given.some(({ jurisdiction: { units: all } }) => all.totalCount > all.edges.length);
  const [why, setWhy] = useState({ reason: '', evidence: '' });
  const { problems, trouble, busy, send, anew } = useChange();
  useFocusOnProblem(problems);
  const save = () => {
    void send(async (key) => {
      const { provisionSet } = await ask(ProvisionSetDocument, {
        id: office.id,
        version: office.version,
        service,
        roles,
        units: roles.length > 0 && units.length > 0 ? units.map((unit) => unit.id) : null,
        reason: why.reason.trim(),
        evidence: linesOf(why.evidence),
        key,
        language: codeOf(language),
      });
      return provisionSet;
    }, onSaved);
  };
  return (
    <form
      class="form"
      onInput={anew}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p>{words.provisionLead}</p>
      {trouble && <ChangeTrouble trouble={trouble} />}
      <Problems field="form" problems={problemsElsewhere(problems, PLACED)} />
      <Problems field="serviceId" problems={problemsOf(problems, 'serviceId')} />
      <fieldset>
        <legend>{words.service}</legend>
        {ROLES.map((role) => (
          <label class="check" key={role}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={(event) => {
                setRoles(
                  event.currentTarget.checked ? [...roles, role] : roles.filter((each) => each !== role),
                );
              }}
            />
            {names[role]}
          </label>
        ))}
        <Problems field="roles" problems={problemsOf(problems, 'roles')} />
      </fieldset>
      {isTooWide && <p class="note">{words.provisionTooWide}</p>}
      {roles.length > 0 && !isTooWide && (
        <fieldset>
          <legend>{words.provisionUnits}</legend>
          <NamedList
            kind="unit"
            label={words.addUnit}
            placeholder={words.settlementHelp}
            remove={words.removeUnit}
            named={units}
            onNamed={(next) => {
              setUnits(next);
              anew();
            }}
          />
          <Problems field="jurisdictionUnitIds" problems={problemsOf(problems, 'jurisdictionUnitIds')} />
        </fieldset>
      )}
      <ReasonFields why={why} problems={problems} onWhy={setWhy} />
      <p class="actions">
        <button
          type="submit"
          class={roles.length > 0 ? 'button' : 'button danger'}
          disabled={busy || (isTooWide && roles.length > 0)}
        >
          {roles.length > 0 ? words.provisionSave : words.provisionEnd}
        </button>
      </p>
    </form>
  );
}
