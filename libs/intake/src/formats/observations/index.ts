import { Refusal } from '#libs/kernel';
import type { ByteWindow } from '../../reading/byte-window.js';
import type { Format } from '../../reading/format.js';
import { parseProfile } from '../../reading/profile/parse-profile.js';
import type { Profile } from '../../reading/profile/profile.js';
import { READING_LIMITS } from '../../reading/limits.js';
import { readTable, readText } from '../../reading/table.js';
import { columnSet, expectedNames, figureNames } from '../../reading/tidy/column-set.js';
import { TidyTable } from '../../reading/tidy/tidy-table.js';
import { tidyFormat } from '../tidy-format.js';
import { beginsAsJson, JsonRows } from './json-rows.js';
import { JsonShape } from './json-shape.js';
import { observationsDefaults } from './profile.js';

/** Our own plain shape, as CSV, as JSON, or as JSON one object a line. */
export const observations: Format = {
  ...tidyFormat('observations', observationsDefaults),
  async read(body, context, sink) {
    const profile = parseProfile(context.feed.profile, observationsDefaults);
    if (profile instanceof Refusal) return profile;
    const limits = context.limits ?? READING_LIMITS;
    const table = new TidyTable(profile, context, sink);
    const read = (window: ByteWindow): Promise<number | Refusal> =>
      beginsAsJson(window)
        ? new JsonRows(window, table, keysOf(profile), sink, limits, shapeOf(profile, context.added)).toTheEnd()
        : readTable(window, table, sink, { limits, utf8Only: profile.encoding === 'utf-8' });
    const rows = await readText(body, limits, read);
    return rows instanceof Refusal ? rows : table.outcome(rows);
  },
};

const shapeOf = (profile: Profile, added?: readonly string[]): JsonShape =>
  new JsonShape(keysOf(profile), expectedNames(profile), figureNames(profile), (names) => columnSet(names, profile) !== undefined, added);

/** Every name that the profile speaks of. */
function keysOf({ columns, breakdowns, keep, indicators }: Profile): string[] {
  const conditions = [...indicators.values()].flat().flatMap(({ where }) => Object.keys(where));
  const first = Object.values(columns).flatMap((names) => names.slice(0, 1));
  return [...new Set([...first, ...breakdowns.map(({ column }) => column), ...Object.keys(keep), ...conditions])];
}
