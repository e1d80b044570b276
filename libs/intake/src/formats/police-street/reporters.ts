/** Words of the names of forces that police no territory of their own, as `wordsOf` gives them; with their names in files. */
const WITHOUT_TERRITORY: ReadonlySet<string> = new Set([
  'british transport',
  'btp',
  'civil nuclear',
  'cnc',
  'defence ministry',
  'mdp',
  'mod',
  'agency crime national',
  'nca',
  'action fraud',
]);
const IDLE = new Set(['and', 'of', 'the', 'police', 'constabulary', 'service', '']);

/** The words that tell a force: so `city-of-london` and `London, City of` are one, and `devon-and-cornwall` is `Devon & Cornwall`. */
export const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => !IDLE.has(word))
    .sort()
    .join(' ');

/** Whether a force of this name polices no territory of its own, so that it covers no area. */
export const hasNoTerritory = (name: string): boolean => WITHOUT_TERRITORY.has(wordsOf(name));
