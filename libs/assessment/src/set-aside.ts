import type { Scope } from './domain/scope.js';
import type { Judgement } from './domain/types.js';
import {
  AREA_JUDGEMENTS,
  type AreaJudgement,
  cellId,
  elementId,
  JUDGED_ELEMENTS,
  type JudgedElement,
  type JudgementPage,
  JUDGEMENTS,
} from './pages.js';
import type { Task } from './task.js';

/** On the element's latest page the affected areas become not judged, `input-parked`, until the event is tried again. */
export async function setAside({ target, code, affected }: Scope, { documents, trigger }: Task): Promise<void> {
  const latest = (await documents.get<JudgedElement>(JUDGED_ELEMENTS.name, elementId(target.code, code)))?.periods.at(-1);
  if (latest === undefined) return;
  const page = await documents.get<JudgementPage>(JUDGEMENTS.name, cellId(target.code, code, latest));
  if (!page) return;
  const areas = { ...page.areas };
  for (const area of affected) {
    const before = areas[area];
    if (!before) continue;
    areas[area] = parked(before, trigger.position);
    const line = await documents.get<AreaJudgement>(AREA_JUDGEMENTS.name, cellId(target.code, code, area));
    if (line)
      documents.put<AreaJudgement>(AREA_JUDGEMENTS.name, {
        ...line,
        outcome: 'not-judged',
        judgement: parked(line.judgement, trigger.position),
      });
  }
  documents.put<JudgementPage>(JUDGEMENTS.name, { ...page, areas });
}

function parked(before: Judgement, position: string): Judgement {
  return {
    ...before,
    outcome: 'not-judged',
    certainty: 'point',
    reason: 'input-parked',
    floor: null,
    expected: null,
    distance: null,
    cause: 'own-figure',
    position,
  };
}
