import type { Feed } from '#libs/catalogue';
import { dataLabProfile } from './data-lab/profile.js';
import { observationsProfile } from './observations/profile.js';
import { elsProfile } from './ons-els/profile.js';
import { policeStreetProfile } from './police-street/profile.js';

const shipped = { profileVersion: 1, areas: [], owner: 'administrator' } as const;

/** One feed for each built-in format, bearing its name: plain data for the catalogue to ship. */
export const defaultFeeds: readonly Feed[] = [
  {
    ...shipped,
    code: 'police-street',
    name: 'Street-level crime (data.police.uk)',
    format: 'police-street',
    profile: policeStreetProfile,
    indicators: ['crime.*'],
  },
  { ...shipped, code: 'ons-els', name: 'Explore Local Statistics (ONS)', format: 'ons-els', profile: elsProfile, indicators: ['*'] },
  { ...shipped, code: 'data-lab', name: 'Tidy CSV of a council data team', format: 'data-lab', profile: dataLabProfile, indicators: ['*'] },
  {
    ...shipped,
    code: 'observations',
    name: 'Observations in the plain shape',
    format: 'observations',
    profile: observationsProfile,
    indicators: ['*'],
  },
];
