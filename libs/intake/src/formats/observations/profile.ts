import { usualMarkers } from '../usual-markers.js';

/** How our own plain shape is read: every column under its own name, the indicator by its code. */
export const observationsProfile = {
  columns: {
    indicator: ['indicator'],
    area: ['area'],
    period: ['period'],
    value: ['value'],
    numerator: ['numerator'],
    denominator: ['denominator'],
    lower: ['lower'],
    upper: ['upper'],
    level: ['level'],
    status: ['status'],
    breakdown: ['breakdown'],
  },
  markers: usualMarkers,
  fileName: ['*_{released}_*', '*{released}*'],
} as const;
