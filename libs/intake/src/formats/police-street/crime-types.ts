/** The fourteen crime types of data.police.uk, as its files spell them. */
export const CRIME_TYPES: readonly string[] = [
  'Anti-social behaviour',
  'Bicycle theft',
  'Burglary',
  'Criminal damage and arson',
  'Drugs',
  'Other crime',
  'Other theft',
  'Possession of weapons',
  'Public order',
  'Robbery',
  'Shoplifting',
  'Theft from the person',
  'Vehicle crime',
  'Violence and sexual offences',
];

/** The indicator that counts incidents of every type. */
export const ALL_CRIME = 'crime.all';

/** The indicator of a crime type: `crime.` and the slug of its name. */
export const crimeIndicator = (type: string): string => `crime.${type.toLowerCase().replaceAll(' ', '-')}`;
