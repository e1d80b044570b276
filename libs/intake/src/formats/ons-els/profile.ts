import { usualMarkers } from '../usual-markers.js';

const CLAIMANTS = 'worklessness.claimant-count';
const HOMICIDE = 'crime.homicide-rate';
const KS2 = 'skills.ks2-expected-standard';

/**
 * How Explore Local Statistics files are read: three generations of headers, and every name that an
 * indicator has borne, under one code each, so that a series goes on when its publisher renames it.
 */
export const elsProfile = {
  columns: {
    area: ['areacd'],
    indicator: ['indicator'],
    period: ['period'],
    value: ['observation', 'value'],
    lower: ['lci_95', 'lower confidence interval (95%)', 'lower_confidence_interval_95'],
    upper: ['uci_95', 'upper confidence interval (95%)', 'upper_confidence_interval_95'],
    status: ['status', 'observation status', 'observation_status'],
  },
  markers: usualMarkers,
  // A file of the whole kingdom is read in England: other nations count where the catalogue has them.
  outside: ['S', 'W', 'N', 'K', 'E47', 'E61'],
  // Academic years begin on 1 August in the files of one publisher, on 1 September in those of another.
  academicFrom: ['08-01', '09-01'],
  remarks: true,
  level: 95,
  theme: 'local',
  complete: 'window',
  fileName: ['{released}_*', '*{released}*'],
  indicators: {
    'Claimant Count': CLAIMANTS,
    'Modelled unemployment rate': 'worklessness.modelled-unemployment-rate',
    'Homicide Offences': HOMICIDE,
    'Homicide Offences (England and Wales)': HOMICIDE,
    'Homicide Offences (rate per million population)': HOMICIDE,
    'Homicide Offences (rate per million population) (England and Wales)': HOMICIDE,
    'Pupils at expected standards by end of primary school': KS2,
    'Pupils at expected standards at the end of key stage 2': KS2,
    'Pupils meeting the expected standard in reading, writing and maths': KS2,
    'Pupils meeting the expected standard in reading, writing and maths at the end of key stage 2': KS2,
    'Percentage of pupils at the end of key stage 2 meeting the expected standard in reading, writing and maths': KS2,
    'Percentage of pupils meeting the expected standard in reading, writing and maths by end of primary school (KS2)': KS2,
    'GCSEs in English and Maths': 'skills.gcse-english-and-maths',
    'Persistent absences for pupils looked after by local authorities': 'skills.persistent-absence-looked-after',
    'Male healthy life expectancy': 'health.healthy-life-expectancy-male',
    'Female healthy life expectancy': 'health.healthy-life-expectancy-female',
    'Preventable cardiovascular mortality (England)': 'health.preventable-cardiovascular-mortality',
    'Adult obesity prevalence': 'health.adult-obesity-prevalence',
    'Cigarette smokers': 'health.cigarette-smokers',
    'Food outlets': 'health.food-outlets',
    'Housing affordability ratio (residence-based)': 'housing.affordability-ratio',
    'Net additions to the housing stock (England)': 'housing.net-additions',
    'Gas consumption': 'physical-environment.domestic-gas-consumption',
    'Greenhouse gas emissions': 'physical-environment.greenhouse-gas-emissions',
  },
} as const;
