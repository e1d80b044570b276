import { crimeReleases, nextStreetRelease } from './crime-story.js';
import { observationsCsv } from './observations.js';
import { otherReleases } from './other-stories.js';
import { type AreaFile, areaFiles, districts } from './places.js';
import type { Release } from './releases.js';
import { skillsReleases } from './skills-story.js';
import { sampleGroup, sampleTargets } from './targets.js';

/** The seed of the sample that `npm start` serves and `floor sample` writes: both are one world. */
export const SAMPLE_SEED = 2001;

/** A file ready to be pushed. */
export interface SamplePush {
  readonly feed: string;
  /** Inside the sample's folder. */
  readonly path: string;
  readonly released: string;
  readonly text: string;
}

/** A whole made-up data set: what to define, and what to push in which order. */
export interface Sample {
  readonly areas: readonly AreaFile[];
  readonly group: object;
  readonly targets: readonly object[];
  /** In order of release, as their publishers would have sent them. */
  readonly pushes: readonly SamplePush[];
  /** One month more, for a first push by hand. */
  readonly next: SamplePush;
}

const toPush = ({ feed, path, released, rows = [], text }: Release): SamplePush => ({
  feed,
  path,
  released,
  text: text ?? observationsCsv(rows),
});

/** The sample of this seed: the same seed gives the same bytes, on every machine and day. */
export function sampleOf(seed: number): Sample {
  const places = districts(seed);
  const releases = [...crimeReleases(places, seed), ...skillsReleases(places), ...otherReleases(places, seed)];
  const inOrder = releases.sort((a, b) => (a.released === b.released ? (a.path < b.path ? -1 : 1) : a.released < b.released ? -1 : 1));
  return {
    areas: areaFiles(places),
    group: sampleGroup(places),
    targets: sampleTargets,
    pushes: inOrder.map(toPush),
    next: toPush(nextStreetRelease(places, seed)),
  };
}
