import { usualMarkers } from '../usual-markers.js';

const RECYCLING = 'physical-environment.household-waste-recycling';
/** The nations' years differ: England's are financial (`2015/16`), Scotland's of the calendar (`2015`). */
const EITHER_YEAR = ['financial', 'calendar'];

/** How the tidy CSV of a council's data team is read, with the names met in such files. */
export const dataLabProfile = {
  columns: {
    area: ['area_code'],
    indicator: ['indicator'],
    period: ['period'],
    value: ['value'],
    lower: ['lower_ci', 'lci', 'lower'],
    upper: ['upper_ci', 'uci', 'upper'],
    status: ['status'],
  },
  markers: usualMarkers,
  theme: 'local',
  breakdowns: [{ column: 'group', headline: ['Total', 'All', 'Persons', 'Total recorded crime'] }],
  fileName: ['*_{released}_*', '*{released}*'],
  indicators: {
    'Offence rate': { code: 'crime.recorded-crime-rate', periods: EITHER_YEAR },
    'Claimant count': 'worklessness.claimants',
    'Claimants as a proportion of residents aged 16-64': 'worklessness.claimant-rate',
    Recycling: [
      // Until then the same header held fractions.
      { code: RECYCLING, periods: EITHER_YEAR, scale: 100, releasedBefore: '2020-01-01' },
      { code: RECYCLING, periods: EITHER_YEAR },
    ],
    'Waste Reused/Recycled/Composted': { code: RECYCLING, periods: EITHER_YEAR },
    'Household waste sent for reuse, recycling or composting': [
      { code: 'physical-environment.household-waste-recycled-tonnes', where: { unit: 'Tonnes' } },
      { code: RECYCLING, where: { measure: 'Percentage' } },
    ],
    'Net additional dwellings': 'housing.net-additional-dwellings',
    'Life expectancy at birth': [
      { code: 'health.life-expectancy-male', where: { inequality: 'Male' } },
      { code: 'health.life-expectancy-female', where: { inequality: 'Female' } },
    ],
    'Inequality in life expectancy at birth': [
      { code: 'health.life-expectancy-inequality-male', where: { group: 'Male' } },
      { code: 'health.life-expectancy-inequality-female', where: { group: 'Female' } },
    ],
  },
} as const;
