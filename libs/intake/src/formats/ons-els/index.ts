import { tidyFormat } from '../tidy-format.js';
import { elsProfile } from './profile.js';

/** The tidy CSV of ONS Explore Local Statistics, in all generations of its header. */
export const onsEls = tidyFormat('ons-els', elsProfile);
