/** The kinds of area that this product knows by their GSS prefix. */
export type AreaType =
  | 'country'
  | 'region'
  | 'county'
  | 'district'
  | 'ward'
  | 'lsoa'
  | 'msoa'
  | 'police-force-area'
  | 'community-safety-partnership'
  | 'combined-authority'
  | 'combined-area'
  | 'other';

const TYPES: Readonly<Record<string, AreaType>> = {
  E01: 'lsoa',
  W01: 'lsoa',
  E02: 'msoa',
  W02: 'msoa',
  E05: 'ward',
  W05: 'ward',
  E06: 'district',
  E07: 'district',
  E08: 'district',
  E09: 'district',
  W06: 'district',
  S12: 'district',
  N09: 'district',
  E10: 'county',
  E12: 'region',
  E22: 'community-safety-partnership',
  W22: 'community-safety-partnership',
  E23: 'police-force-area',
  W15: 'police-force-area',
  E47: 'combined-authority',
  E67: 'combined-area',
  E92: 'country',
  W92: 'country',
  S92: 'country',
  N92: 'country',
  K02: 'country',
  K03: 'country',
  K04: 'country',
};

const GSS = /^[A-Z][0-9]{8}$/;

/** Whether the text has the form of a GSS code: a letter and eight digits. */
export function isAreaCode(text: string): boolean {
  return GSS.test(text);
}

/** The type that a GSS code's first three characters state; `other` for a prefix not in the table. */
export function areaTypeOf(code: string): AreaType {
  return TYPES[code.slice(0, 3)] ?? 'other';
}

/** What registers and documents are cut by, so that none grows with the number of areas: the first seven characters of an area code. */
export const areaPrefix = (code: string): string => code.slice(0, 7);
