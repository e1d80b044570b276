import { Refusal } from '#libs/kernel';
import type { Format } from '../reading/format.js';
import { factsOfName } from '../reading/profile/file-name.js';
import { parseProfile } from '../reading/profile/parse-profile.js';
import { readTidy } from '../reading/tidy/tidy-table.js';

/** A format that is a tidy CSV and nothing more: its name and its profile say it all. */
export function tidyFormat(name: string, defaults: Readonly<Record<string, unknown>>): Format {
  return {
    name,
    checkProfile(profile) {
      const parsed = parseProfile(profile, defaults);
      return parsed instanceof Refusal ? parsed : undefined;
    },
    read: (body, context, sink) => readTidy(body, context, sink, defaults),
    releasedFromName(fileName, feed) {
      const parsed = parseProfile(feed.profile, defaults);
      return parsed instanceof Refusal ? undefined : factsOfName(fileName, parsed.fileName).released;
    },
  };
}
