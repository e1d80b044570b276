import { sampleOf } from './domain/sample.js';

/** A file of the sample, by its path inside the sample's folder. */
export interface SampleFile {
  readonly path: string;
  readonly text: string;
}

/** Everything of the sample as files, with a README that says how to push them. */
export function sampleFiles(seed: number): SampleFile[] {
  const { areas, group, targets, pushes, next } = sampleOf(seed);
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  return [
    { path: 'README.md', text: readme(seed, pushes.length) },
    ...areas,
    { path: 'group.json', text: json(group) },
    { path: 'targets.json', text: json(targets) },
    { path: 'pushes.json', text: json(pushes.map(({ feed, path, released }) => ({ feed, path, released }))) },
    ...[...pushes, next].map(({ path, text }) => ({ path, text })),
  ];
}

const readme = (seed: number, pushes: number): string => `# A made-up data set (seed ${seed})

Nothing here is real: the places have codes with 999 in the middle, which the ONS does not give out, and every
figure was made up. The formats are the real ones.

- \`areas/\`: four districts with fifteen small areas each. \`npm run floor -- areas import areas/districts.csv areas/lsoa11-lad20.csv\`
- \`group.json\`, \`targets.json\`: as \`POST /v1/groups\` and, one by one, \`POST /v1/targets\` take them.
- \`pushes.json\`: ${pushes} files in order of release, each with its feed.
  \`npm run floor -- push FILE --feed FEED --released DATE\`
- \`next/\`: one month more, for a first push by hand.
`;
