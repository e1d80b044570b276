/** The codes that the sample speaks of, as the catalogue ships them. */
export const BURGLARY_RATE = 'crime.burglary-rate';
export const HOUSEHOLDS = 'housing.households';
export const GCSE = 'skills.gcse-5-a-c';
export const CONCEPTIONS = 'health.under-18-conceptions';
export const EMPLOYMENT = 'worklessness.employment-rate';
export const NON_DECENT = 'housing.non-decent-social';
export const RECYCLING = 'physical-environment.household-waste-recycling';
