import { tidyFormat } from '../tidy-format.js';
import { dataLabProfile } from './profile.js';

/** `area_code,area_name,indicator,period,measure,unit,value`, in the orders and spellings that council data teams write. */
export const dataLab = tidyFormat('data-lab', dataLabProfile);
