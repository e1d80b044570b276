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
  fileName: ['*_{released}_*', '*{released}*'],
} as const;

/** What every feed of this format stands on: its definition in the log need not repeat the markers. */
export const observationsDefaults = { ...observationsProfile, markers: usualMarkers } as const;
