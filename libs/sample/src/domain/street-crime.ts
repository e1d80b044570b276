import { type District, FORCE } from './places.js';
import type { Month } from './months.js';
import { Random } from './random.js';

const HEADER =
  'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';

/** Crime types other than burglary, with how many a small area sees in a month. */
const TYPES: readonly (readonly [string, number])[] = [
  ['Anti-social behaviour', 1.6],
  ['Violence and sexual offences', 1.5],
  ['Criminal damage and arson', 0.5],
  ['Public order', 0.45],
  ['Vehicle crime', 0.35],
  ['Shoplifting', 0.3],
  ['Other theft', 0.3],
  ['Drugs', 0.12],
  ['Other crime', 0.1],
  ['Robbery', 0.05],
  ['Bicycle theft', 0.05],
  ['Theft from the person', 0.04],
  ['Possession of weapons', 0.04],
];
const STREETS = ['Mill Lane', 'Chapel Row', 'Station Road', 'Harbour View', 'Moor Close', 'Beck Street', 'Parking Area', 'Supermarket'];
const OUTCOMES = [
  'Unable to prosecute suspect',
  'Investigation complete; no suspect identified',
  'Under investigation',
  'Local resolution',
];

/** How many burglaries a district sees in a month: what the story of the sample rests on, so never left to chance. */
export type Burglaries = (district: string, month: Month) => number;

/** One month's file as the force publishes it, incident by incident. */
export function streetCrimeCsv(all: readonly District[], month: Month, burglaries: Burglaries, seed: number): string {
  const random = new Random(seed ^ (Number(month.replace('-', '')) * 7919));
  const lines = [HEADER];
  for (const district of all) {
    for (const type of incidents(district, burglaries(district.name, month), random)) lines.push(incident(district, month, type, random));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function incidents({ smallAreas }: District, burgled: number, random: Random): string[] {
  const types = Array.from({ length: burgled }, () => 'Burglary');
  for (const [type, mean] of TYPES) types.push(...Array.from({ length: random.poisson(mean * smallAreas.length) }, () => type));
  return types;
}

function incident({ smallAreas }: District, month: Month, type: string, random: Random): string {
  const social = type === 'Anti-social behaviour';
  const id = social ? '' : random.hex(64);
  const outcome = social ? '' : random.pick(OUTCOMES);
  // Some incidents have no place; a burglary always has one.
  if (type !== 'Burglary' && random.next() < 0.015)
    return [id, month, FORCE.police, FORCE.police, '', '', 'No Location', '', '', type, outcome, ''].join(',');
  const { code, name } = random.pick(smallAreas);
  const longitude = (-0.8 + random.next() / 10).toFixed(6); // In the North Sea: no real street is burgled.
  const latitude = (55.2 + random.next() / 10).toFixed(6);
  const street = `On or near ${random.pick(STREETS)}`;
  return [id, month, FORCE.police, FORCE.police, longitude, latitude, street, code, name, type, outcome, ''].join(',');
}
