import type { ElementKind } from '#libs/catalogue';
import { floor } from './floor.js';
import type { Kind } from './kind.js';
import { level } from './level.js';
import { multipleOfNational } from './multiple-of-national.js';
import { reduction } from './reduction.js';

/** The kinds that are judged; an element of another kind is not judged, and says so. */
export const KINDS: Readonly<Partial<Record<ElementKind, Kind>>> = {
  floor,
  'multiple-of-national': multipleOfNational,
  reduction,
  level,
};
