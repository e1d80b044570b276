import fc from 'fast-check';
import { financialYears, fold } from '#libs/kernel';
import { breach, isOpen } from './domain/breach.js';
import type { BreachEvent } from './domain/types.js';
import { AREA_JUDGEMENTS, type AreaJudgement, cellId } from './pages.js';
import { c00, GATESHEAD, NEWCASTLE, rate } from './testing/c00.js';
import type { Scene } from './testing/scene.js';

const AREAS = [NEWCASTLE, GATESHEAD] as const;
/** Events in so many people against a line of 50 in a thousand: certainly beyond it, perhaps, perhaps not, certainly not. */
const EVENTS = [1600, 1030, 970, 300] as const;

/** A delivery of one figure; or the withdrawal of a delivery before, or its reinstatement where it is withdrawn. */
type Step = { readonly area: string; readonly year: number; readonly events: number } | { readonly takeBack: number };

const deliveries = fc.record({
  area: fc.constantFrom(...AREAS),
  year: fc.integer({ min: 1998, max: 2001 }),
  events: fc.constantFrom(...EVENTS),
});
const steps = fc.array(
  fc.oneof({ weight: 3, arbitrary: deliveries }, { weight: 2, arbitrary: fc.record({ takeBack: fc.nat(9) }) }) as fc.Arbitrary<Step>,
  { minLength: 3, maxLength: 12 },
);

interface Submission {
  readonly id: string;
  withdrawn: boolean;
}

async function take(step: Step, scene: Scene, submissions: Submission[]): Promise<void> {
  if ('area' in step) {
    const id = await scene.deliver('crime.rate', financialYears(step.year), { [step.area]: rate(step.events) });
    submissions.push({ id, withdrawn: false });
  } else if (submissions.length > 0) {
    const one = submissions[step.takeBack % submissions.length]!;
    await scene.withdraw(one.id, one.withdrawn ? 'Reinstated' : 'Withdrawn');
    one.withdrawn = !one.withdrawn;
  }
}

/** How an area stands: what its latest judged period says, and its episode. */
async function standing(scene: Scene, area: string) {
  const line = await scene.documents.get<AreaJudgement>(AREA_JUDGEMENTS.name, cellId('C00', 'floor', area));
  const judged = line?.judgement.outcome === 'not-judged' ? line.lastJudged : line?.judgement;
  const { state } = fold(breach, (await scene.breaches(`breach-C00.floor-${area}`)) as unknown as BreachEvent[]);
  return { outcome: judged?.outcome, state, isOpen: isOpen({ state }) };
}

describe('whatever is delivered, withdrawn and reinstated, in whatever order (design 4.4, 4.8)', () => {
  it('what is in breach in its latest judged period is open, however old it is, and what is open is in breach or recovering', async () => {
    const property = fc.asyncProperty(steps, async (all) => {
      const scene = await c00({ kind: 'floor', floor: 50 });
      await scene.settle();
      const submissions: Submission[] = [];
      for (const step of all) {
        await take(step, scene, submissions);
        await scene.settle();
        for (const area of AREAS) {
          const now = await standing(scene, area);
          if (now.isOpen) expect(now.outcome).toBe(now.state === 'recovering' ? 'met' : 'breach');
          else expect(now.outcome).not.toBe('breach');
        }
      }
      const [documents, breaches] = [await scene.everything(), await scene.breaches()];
      await scene.rebuild(3);
      expect([await scene.everything(), await scene.breaches()]).toEqual([documents, breaches]);
    });
    await fc.assert(property, { numRuns: 20 });
  }, 60_000);
});
