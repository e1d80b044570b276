import type { Group } from '../domain/types.js';
import { type Evidence, NRF_DISTRICTS } from './nrf-districts.js';

const SAID: Readonly<Record<Evidence, string>> = {
  certain: 'Certain: listed in the official table (HL 8 April 2003 or HC 24 January 2001).',
  statement: 'Named with the fund in a written answer, a page or a release of the time.',
  'former-list': 'On the list of former fund areas of HC 13 March 2008; membership of 2001 from memory.',
  memory: 'From memory alone.',
};

const DOUBT =
  'From memory alone, and the least certain of the 88: Westminster (E09000033) had the fund by 2006 and may have been the member of 2001 in its place.';

const notes = Object.fromEntries(NRF_DISTRICTS.map(([code, name, , evidence]) => [code, name === 'Tameside' ? DOUBT : SAID[evidence]]));

/** The groups that the shipped targets and a first look need. */
export const shippedGroups: readonly Group[] = [
  {
    code: 'nrf-88',
    name: 'The 88 Neighbourhood Renewal Fund districts',
    areas: NRF_DISTRICTS.map(([code]) => code),
    at: '2001-04-01',
    why: 'Districts that received the Neighbourhood Renewal Fund from 2001, under their first GSS codes. One row is uncertain: see the note on Tameside, and Westminster.',
    notes,
  },
  {
    code: 'england',
    name: 'England',
    areas: ['E92000001'],
    at: '2001-04-01',
    why: 'For targets that the nation is judged by as a whole.',
  },
  {
    code: 'tyne-and-wear-nrf',
    name: 'Tyne and Wear: the five Neighbourhood Renewal Fund districts',
    areas: ['E08000020', 'E08000021', 'E08000022', 'E08000023', 'E08000024'],
    at: '2001-04-01',
    why: 'All districts of the former county are among the 88; North Tyneside and Sunderland from memory.',
  },
  {
    code: 'tees-valley-nrf',
    name: 'Tees Valley: the Neighbourhood Renewal Fund districts',
    areas: ['E06000001', 'E06000002', 'E06000003', 'E06000004'],
    at: '2001-04-01',
    why: 'Hartlepool, Middlesbrough, Redcar and Cleveland and Stockton-on-Tees; Redcar and Cleveland from memory. Darlington is not among the 88.',
  },
];
