import type { Format } from '../reading/format.js';
import { dataLab } from './data-lab/index.js';
import { observations } from './observations/index.js';
import { onsEls } from './ons-els/index.js';
import { policeStreet } from './police-street/index.js';

/** Every format that a feed may name: one folder, and one line here. */
export const formats: readonly Format[] = [policeStreet, onsEls, dataLab, observations];
