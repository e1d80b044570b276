import { Catalogue } from '#libs/catalogue';
import type { FigureSource } from '#libs/figures';
import { AssessmentReader } from '../assessment-reader.js';
import { Assessor } from '../assessor.js';
import { Cuts } from '../cuts.js';
import { Episodes } from '../episodes.js';
import type { Scene } from './scene.js';

/** Whose figures cannot be worked out, as long as the error is there. */
export interface Poison {
  areas: Set<string>;
  error: Error | null;
}

/** Has the scene judged by a reader to whom the figures of some areas are poison. */
export async function poison(scene: Scene, ...areas: string[]): Promise<Poison> {
  const made: Poison = { areas: new Set(areas), error: new RangeError('a number beyond all bounds') };
  scene.newReader = () => {
    const cuts = new Cuts(scene.log, new Catalogue(scene.log));
    const at = async (position: string) => {
      const cut = await cuts.at(position);
      return { ...cut, figures: poisoned(cut.figures, made) };
    };
    return new AssessmentReader(scene.log, scene.documents, { at }, new Assessor(new Episodes(scene.log, { hit: () => undefined })));
  };
  scene.reader = scene.newReader();
  await scene.reader.reset();
  return made;
}

function poisoned(source: FigureSource, { areas, error }: Poison): FigureSource {
  return new Proxy(source, {
    get(target, name) {
      if (name === 'many')
        return async (indicator: string, codes: readonly string[]) => {
          if (error && codes.some((code) => areas.has(code))) throw error;
          return target.many(indicator, codes);
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
