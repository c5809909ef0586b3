// Generated from sdk/documents and the schema: `make sdk-sources`.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Rung of the administrative ladder. */
export type AdministrativeLevel =
  /** A region (oblast), or a city of republican significance. */
  | 'REGION'
  /** A district (raion), a city of regional significance, or a district of a city. */
  | 'DISTRICT'
  /** A rural okrug, or a settlement with an akim of its own that is not an okrug. */
  | 'RURAL_OKRUG'
  /** A village, an urban settlement or a town. */
  | 'SETTLEMENT'
  | '%future added value';

/** BCP 47 languages the registry holds text in. */
export type LanguageCode =
  /** Kazakh. */
  | 'KK'
  /** Russian. */
  | 'RU'
  /** English. */
  | 'EN'
  | '%future added value';

/** Legal force of an act on the date asked for. */
export type ActStatus =
  /** The act is adopted and begins to apply later. */
  | 'NOT_YET_IN_FORCE'
  /** The act applies. */
  | 'IN_FORCE'
  /** A part of the act was repealed; the rest applies. */
  | 'PARTLY_IN_FORCE'
  /** The act no longer applies. */
  | 'REPEALED'
  /** The registry does not know whether the act applies. */
  | 'UNKNOWN'
  | '%future added value';

/** How exactly a coordinate is known (cf. Pelias accuracy, BAN type). */
export type CoordinatePrecision =
  /** The building itself. */
  | 'BUILDING'
  /** The street. */
  | 'STREET'
  /** The village or town. */
  | 'SETTLEMENT'
  /** The rural okrug. */
  | 'OKRUG'
  /** The district. */
  | 'DISTRICT'
  /** The region. */
  | 'REGION'
  | '%future added value';

/** What an office is. */
export type OfficeKind =
  /** The akim of a unit, with the akim's staff. */
  | 'AKIMAT'
  /** A department or management of an akimat. */
  | 'DEPARTMENT'
  /** A public service centre. */
  | 'PSC_BRANCH'
  /** A local body of a ministry, committee or agency. */
  | 'TERRITORIAL_BODY'
  /** An organisation such as a school or a clinic. */
  | 'ORGANISATION'
  /** An office on wheels. */
  | 'MOBILE_UNIT'
  /** Another kind, also a ministry. */
  | 'OTHER'
  | '%future added value';

/** Life-cycle state on the date asked for. */
export type LifecycleStatus =
  /** It will open. */
  | 'PLANNED'
  /** It works. */
  | 'ACTIVE'
  /** It is suspended and may work again. */
  | 'SUSPENDED'
  /** It is closed for good. */
  | 'CLOSED'
  | '%future added value';

/** Medium of a contact. */
export type ContactKind =
  /** A telephone number, as E.164 where it is understood. */
  | 'PHONE'
  /** A fax number. */
  | 'FAX'
  /** An address of e-mail. */
  | 'EMAIL'
  /** A page of the office. */
  | 'WEBSITE'
  /** An account of a messenger, as its link. */
  | 'MESSENGER'
  /** A number of a call centre that answers for many offices. */
  | 'HOTLINE'
  | '%future added value';

/** Which hours these are. */
export type SchedulePurpose =
  /** Hours of work. */
  | 'GENERAL'
  /** Hours in which people are received. */
  | 'PUBLIC_RECEPTION'
  /** Hours in which the head receives people. */
  | 'LEADER_RECEPTION'
  /** Hours of the staff on duty, also on days off. */
  | 'DUTY'
  | '%future added value';

/** UNKNOWN is a real answer and is not CLOSED. */
export type OpenStateKind =
  /** It is open. */
  | 'OPEN'
  /** It is closed. */
  | 'CLOSED'
  /** It is in its break, and opens again on the same day. */
  | 'BREAK'
  /** Its hours are unknown, or the acts contradict each other for this moment. */
  | 'UNKNOWN'
  | '%future added value';

/** What the office does in the chain that delivers a service. */
export type ProvisionRole =
  /** People apply here. */
  | 'ACCEPTS_APPLICATIONS'
  /** The body that gives the service. */
  | 'DECIDES'
  /** People get the result here. */
  | 'ISSUES_RESULT'
  /** People complain here. */
  | 'HEARS_COMPLAINTS'
  | '%future added value';

/** Outcome of asking who serves a place; every outcome is an answer, not an error. */
export type ResolutionOutcome =
  /** The offices that serve the place are known. */
  | 'RESOLVED'
  /** The text means several places: `candidates` lists them. */
  | 'AMBIGUOUS_PLACE'
  /** The place is larger than the territory of one office: choose a smaller one. */
  | 'SEVERAL_OFFICES'
  /** One body serves the whole country. */
  | 'NATIONWIDE'
  /** The acts name offices for other places, but not for this one. */
  | 'NOT_PROVIDED_HERE'
  /** The act names a class of providers, such as schools, without listing them. */
  | 'PROVIDER_NOT_LISTED'
  /** No act about the service was in force on that day. */
  | 'NO_ACT_IN_FORCE'
  /** The registry does not know the place. */
  | 'UNKNOWN_PLACE'
  /** The point lies outside the country: no office serves it. */
  | 'ABROAD'
  | '%future added value';

/** Exactly one of unitId, katoCode, point and name; the other fields narrow a name. */
export type PlaceInput = {
  /** Id of an administrative unit. */
  unitId?: string | number | null | undefined;
  /** Code of the official classifier. */
  katoCode?: string | null | undefined;
  /** A position. */
  point?: PointInput | null | undefined;
  /** A place as people write it, in Kazakh, Russian or Latin letters: a name of today or of another period, an address in either order, a code or a post code. */
  name?: string | null | undefined;
  /** Narrows a name: id of a unit around the place. */
  within?: string | number | null | undefined;
  /** Narrows a name: name of a district. */
  district?: string | null | undefined;
  /** Narrows a name: name of a region. */
  region?: string | null | undefined;
};

/** WGS 84 position; named axes so that no client can swap them. */
export type PointInput = {
  /** Degrees north, -90 to 90. */
  latitude: number;
  /** Degrees east, -180 to 180. */
  longitude: number;
};

/** Conditions are ANDed; values of one list are ORed. */
export type OfficeFilterInput = {
  /** Any of these kinds. */
  kinds?: Array<OfficeKind> | null | undefined;
  /** Gives this PublicService, in any role. */
  serviceId?: string | number | null | undefined;
  /** Gives a service (that of serviceId, where set) for the whole of this unit. */
  servesUnitId?: string | number | null | undefined;
  /** Is in this unit or anywhere inside it. */
  locatedInUnitId?: string | number | null | undefined;
  /** Has a position in this box. */
  boundingBox?: BoundingBoxInput | null | undefined;
  /** Lies in or on the edge of this Polygon or MultiPolygon (10000 positions at most). */
  withinGeometry?: { type: string; [member: string]: unknown } | null | undefined;
  /** Open at this moment by its general hours; offices with unknown hours are left out. */
  openAt?: string | null | undefined;
  /** Any of these is stated of its class: entrance_ramp, lift, adapted_waiting_hall. */
  accessibilityCodes?: Array<string> | null | undefined;
  /** Each word begins a word of a name of the office, in whatever language or script. */
  text?: string | null | undefined;
  /** Any of these states. */
  statuses?: Array<LifecycleStatus> | null | undefined;
};

/** Map viewport; west lies west of east, south lies south of north. */
export type BoundingBoxInput = {
  /** Western edge, degrees east. */
  west: number;
  /** Southern edge, degrees north. */
  south: number;
  /** Eastern edge, degrees east. */
  east: number;
  /** Northern edge, degrees north. */
  north: number;
};

export type WhoServesQueryVariables = Exact<{
  serviceId: string | number;
  place: PlaceInput;
  asOf?: string | null | undefined;
  language?: LanguageCode | null | undefined;
}>;


export type WhoServesQuery = { officeFor: { outcome: ResolutionOutcome, lawStatus: ActStatus, place:
      | { __typename: 'District', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'Region', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'RuralOkrug', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'Settlement', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
     | null, candidates: Array<
      | { __typename: 'District', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'Region', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'RuralOkrug', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'Settlement', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
    >, provisions: Array<{ roles: Array<ProvisionRole>, office: { id: string, kind: OfficeKind, name: string, address: { full: string, postalCode: string | null } | null, location: { latitude: number, longitude: number, precision: CoordinatePrecision, errorMeters: number } | null, contacts: Array<{ kind: ContactKind, value: string }> } }>, explanation: Array<{ text: string }> } | null };

export type OfficeQueryVariables = Exact<{
  id: string | number;
  language?: LanguageCode | null | undefined;
}>;


export type OfficeQuery = { office: { id: string, kind: OfficeKind, name: string, schedules: Array<{ purpose: SchedulePurpose, openingHours: string, timeZone: string }>, openNow: { state: OpenStateKind, nextChangeAt: string | null }, address: { full: string, postalCode: string | null } | null, location: { latitude: number, longitude: number, precision: CoordinatePrecision, errorMeters: number } | null, contacts: Array<{ kind: ContactKind, value: string }> } | null };

export type OfficeOnQueryVariables = Exact<{
  id: string | number;
  asOf?: string | null | undefined;
  atVersion?: number | null | undefined;
  language?: LanguageCode | null | undefined;
}>;


export type OfficeOnQuery = { officeView: { id: string, asOf: string | null, atVersion: number | null, name: string, contacts: Array<{ kind: ContactKind, value: string }>, office: { id: string } } | null };

export type OfficesQueryVariables = Exact<{
  filter?: OfficeFilterInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  language?: LanguageCode | null | undefined;
}>;


export type OfficesQuery = { offices: { totalCount: number, edges: Array<{ node: { id: string, kind: OfficeKind, name: string, address: { full: string, postalCode: string | null } | null, location: { latitude: number, longitude: number, precision: CoordinatePrecision, errorMeters: number } | null, contacts: Array<{ kind: ContactKind, value: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type NearestCentresQueryVariables = Exact<{
  latitude: number;
  longitude: number;
  first?: number | null | undefined;
  language?: LanguageCode | null | undefined;
}>;


export type NearestCentresQuery = { nearestPsc: { originIsAbroad: boolean, edges: Array<{ distanceMeters: number, errorMeters: number, node: { id: string, kind: OfficeKind, name: string, address: { full: string, postalCode: string | null } | null, location: { latitude: number, longitude: number, precision: CoordinatePrecision, errorMeters: number } | null, contacts: Array<{ kind: ContactKind, value: string }> } }> } | null };

export type PinsQueryVariables = Exact<{
  boundingBox: BoundingBoxInput;
  zoom: number;
  filter?: OfficeFilterInput | null | undefined;
  language?: LanguageCode | null | undefined;
}>;


export type PinsQuery = { officePins: Array<{ count: number, location: { latitude: number, longitude: number, precision: CoordinatePrecision, errorMeters: number }, office: { id: string, name: string } | null }> | null };

export type ServicesQueryVariables = Exact<{
  text?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  language?: LanguageCode | null | undefined;
}>;


export type ServicesQuery = { publicServices: { edges: Array<{ node: { id: string, registerNumber: string | null, name: string, shortName: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type LocateQueryVariables = Exact<{
  text: string;
  first?: number | null | undefined;
  language?: LanguageCode | null | undefined;
}>;


export type LocateQuery = { locate: Array<{ confidence: number, isCertain: boolean, unit:
      | { __typename: 'District', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'Region', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'RuralOkrug', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
      | { __typename: 'Settlement', id: string, level: AdministrativeLevel, katoCode: string | null, name: string }
     | null }> | null };

export type OfficeCardFragment = { id: string, kind: OfficeKind, name: string, address: { full: string, postalCode: string | null } | null, location: { latitude: number, longitude: number, precision: CoordinatePrecision, errorMeters: number } | null, contacts: Array<{ kind: ContactKind, value: string }> };

type UnitLine_District_Fragment = { __typename: 'District', id: string, level: AdministrativeLevel, katoCode: string | null, name: string };

type UnitLine_Region_Fragment = { __typename: 'Region', id: string, level: AdministrativeLevel, katoCode: string | null, name: string };

type UnitLine_RuralOkrug_Fragment = { __typename: 'RuralOkrug', id: string, level: AdministrativeLevel, katoCode: string | null, name: string };

type UnitLine_Settlement_Fragment = { __typename: 'Settlement', id: string, level: AdministrativeLevel, katoCode: string | null, name: string };

export type UnitLineFragment =
  | UnitLine_District_Fragment
  | UnitLine_Region_Fragment
  | UnitLine_RuralOkrug_Fragment
  | UnitLine_Settlement_Fragment
;

export type OfficeChangedSubscriptionVariables = Exact<{
  within?: string | number | null | undefined;
}>;


export type OfficeChangedSubscription = { officeChanged: { version: number, at: string, changes: Array<{ field: string, before: string | null, after: string | null }>, office: { id: string, status: LifecycleStatus } } };

export const OfficeCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfficeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Office"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"address"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"full"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"location"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"errorMeters"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<OfficeCardFragment, unknown>;
export const UnitLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UnitLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdministrativeUnit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"katoCode"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]} as unknown as DocumentNode<UnitLineFragment, unknown>;
export const WhoServesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoServes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"serviceId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"place"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PlaceInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"officeFor"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"serviceId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"serviceId"}}},{"kind":"Argument","name":{"kind":"Name","value":"place"},"value":{"kind":"Variable","name":{"kind":"Name","value":"place"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"lawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"place"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UnitLine"}}]}},{"kind":"Field","name":{"kind":"Name","value":"candidates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UnitLine"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provisions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"office"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OfficeCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UnitLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdministrativeUnit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"katoCode"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfficeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Office"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"address"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"full"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"location"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"errorMeters"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<WhoServesQuery, WhoServesQueryVariables>;
export const OfficeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Office"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"office"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OfficeCard"}},{"kind":"Field","name":{"kind":"Name","value":"schedules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"openingHours"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"openNow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextChangeAt"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfficeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Office"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"address"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"full"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"location"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"errorMeters"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<OfficeQuery, OfficeQueryVariables>;
export const OfficeOnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OfficeOn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"atVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"officeView"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"atVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"atVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"atVersion"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"contacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"office"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<OfficeOnQuery, OfficeOnQueryVariables>;
export const OfficesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Offices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OfficeFilterInput"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"offices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OfficeCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfficeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Office"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"address"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"full"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"location"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"errorMeters"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<OfficesQuery, OfficesQueryVariables>;
export const NearestCentresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NearestCentres"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"latitude"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Float"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"longitude"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Float"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"3"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nearestPsc"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"latitude"},"value":{"kind":"Variable","name":{"kind":"Name","value":"latitude"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"longitude"},"value":{"kind":"Variable","name":{"kind":"Name","value":"longitude"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"originIsAbroad"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"distanceMeters"}},{"kind":"Field","name":{"kind":"Name","value":"errorMeters"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OfficeCard"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfficeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Office"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"address"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"full"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"location"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"errorMeters"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<NearestCentresQuery, NearestCentresQueryVariables>;
export const PinsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Pins"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"boundingBox"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BoundingBoxInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OfficeFilterInput"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"officePins"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"boundingBox"},"value":{"kind":"Variable","name":{"kind":"Name","value":"boundingBox"}}},{"kind":"Argument","name":{"kind":"Name","value":"zoom"},"value":{"kind":"Variable","name":{"kind":"Name","value":"zoom"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"location"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"errorMeters"}}]}},{"kind":"Field","name":{"kind":"Name","value":"office"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]}}]}}]} as unknown as DocumentNode<PinsQuery, PinsQueryVariables>;
export const ServicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Services"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"publicServices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"text"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"registerNumber"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"shortName"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ServicesQuery, ServicesQueryVariables>;
export const LocateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Locate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"5"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LanguageCode"}},"defaultValue":{"kind":"EnumValue","value":"RU"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"locate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"text"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"unit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UnitLine"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confidence"}},{"kind":"Field","name":{"kind":"Name","value":"isCertain"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UnitLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdministrativeUnit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"katoCode"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]} as unknown as DocumentNode<LocateQuery, LocateQueryVariables>;
export const OfficeChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OfficeChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"within"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"officeChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"within"},"value":{"kind":"Variable","name":{"kind":"Name","value":"within"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"Field","name":{"kind":"Name","value":"office"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<OfficeChangedSubscription, OfficeChangedSubscriptionVariables>;
