import { Refusal } from '#libs/kernel';
import type { Format } from '../../reading/format.js';
import { factsOfName } from '../../reading/profile/file-name.js';
import { parseProfile } from '../../reading/profile/parse-profile.js';
import { READING_LIMITS } from '../../reading/limits.js';
import { readTable, readText } from '../../reading/table.js';
import { tidyFormat } from '../tidy-format.js';
import { policeStreetProfile } from './profile.js';
import { StreetStatements } from './street-statements.js';
import { StreetTable } from './street-table.js';

/** Street-level incidents of data.police.uk, one file a force and month, counted by small area and crime type. */
export const policeStreet: Format = {
  ...tidyFormat('police-street', policeStreetProfile),
  async read(body, context, sink) {
    const profile = parseProfile(context.feed.profile, policeStreetProfile);
    if (profile instanceof Refusal) return profile;
    const limits = context.limits ?? READING_LIMITS;
    const { month, force } = factsOfName(context.name, profile.fileName);
    const table = new StreetTable(month, force, profile.forces, context, sink);
    const options = { limits, utf8Only: profile.encoding === 'utf-8' };
    const rows = await readText(body, limits, (window) => readTable(window, table, sink, options));
    if (rows instanceof Refusal) return rows;
    return { rows, taken: new StreetStatements(table, profile, context, sink).state(force), complete: [] };
  },
};
