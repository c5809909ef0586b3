// The requests of the components, as anonymous clients: no token, no cookie.
export interface Office {
  id: string;
  name: string;
  address: { full: string; language: string } | null;
  contacts: { kind: string; value: string }[];
  openNow: { state: string };
  location: { latitude: number; longitude: number; errorMeters: number } | null;
}
export interface Unit {
  id: string;
  name: string;
  ancestors: { name: string }[];
  location: { latitude: number; longitude: number; errorMeters: number } | null;
}
export interface Near {
  distanceMeters: number;
  errorMeters: number;
  node: Office;
}
export interface Resolution {
  outcome: string;
  place: Unit | null;
  provisions: { office: Office }[];
  candidates: Unit[];
  alternatives: Near[];
  lastKnown: { provisions: { office: Office }[] } | null;
}
export interface Line {
  explanation: string;
  services: { service: { id: string; name: string } }[];
  officeFor: Resolution | null;
}

const OFFICE = `fragment O on Office{id name(language:$l) address(language:$l){full language} contacts{kind value}
openNow{state} location{latitude longitude errorMeters}}`;
const UNIT = `fragment U on AdministrativeUnit{id name(language:$l) ancestors{name(language:$l)}
location{latitude longitude errorMeters}}`;
const ANSWER = `fragment A on ServiceResolution{outcome place{...U} provisions{office{...O}} candidates{...U}
alternatives(first:3){distanceMeters errorMeters node{...O}} lastKnown{provisions{office{...O}}}}`;

export const NEAREST = `query($to:PointInput!,$n:Int!,$l:LanguageCode!){nearestPsc(to:$to,first:$n){edges{
distanceMeters errorMeters node{...O}}}}${OFFICE}`;
export const LOCATE = `query($text:String!,$l:LanguageCode!){locate(text:$text,first:6){isCertain unit{...U}}}${UNIT}`;
export const PLACE = `query($id:ID!,$l:LanguageCode!){administrativeUnit(id:$id){...U}}${UNIT}`;
export const OFFICE_FOR = `query($service:ID!,$place:PlaceInput!,$l:LanguageCode!){
publicService(id:$service){id name(language:$l)} officeFor(serviceId:$service,place:$place){...A}}${ANSWER}${OFFICE}${UNIT}`;
export const ASK = `query($text:String!,$l:LanguageCode!){ask(text:$text){explanation(language:$l)
services{service{id name(language:$l)}} officeFor{...A}}}${ANSWER}${OFFICE}${UNIT}`;

/** Why a request failed: server unreachable, too many requests, or refused. */
export class Failure extends Error {
  constructor(
    readonly why: 'offline' | 'limited' | 'refused',
    message: string,
  ) {
    super(message);
  }
}

/** Sends a request. Throws Failure; an abort is rethrown. */
export async function ask<R>(
  server: string,
  query: string,
  variables: Record<string, unknown>,
  signal: AbortSignal,
): Promise<R> {
  let response: Response;
  try {
    response = await fetch(`${server}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      credentials: 'omit',
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Failure('offline', String(error));
  }
  if (response.status === 429) throw new Failure('limited', response.statusText);
  const answer = (await response.json().catch(() => ({}))) as { data?: R; errors?: { message: string }[] };
  const [first] = answer.errors ?? [];
  if (first) throw new Failure('refused', first.message);
  if (!answer.data) throw new Failure('offline', response.statusText);
  return answer.data;
}
