import { areaPrefix } from '#libs/kernel';
import type { Documents } from './documents.js';
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
  judgementsId,
} from './pages.js';
import type { Task } from './task.js';

/** Of the element's latest period the affected areas become not judged, `input-parked`, until the event is tried again. */
export async function setAside({ target, code, affected }: Scope, { documents, trigger }: Task): Promise<void> {
  const latest = (await documents.get<JudgedElement>(JUDGED_ELEMENTS.name, elementId(target.code, code)))?.periods.at(-1);
  if (latest === undefined) return;
  for (const [prefix, areas] of Map.groupBy(affected, areaPrefix)) {
    const page = await documents.get<JudgementPage>(JUDGEMENTS.name, judgementsId(target.code, code, latest, prefix));
    if (page) await setAreasAside(page, areas, documents, trigger.position);
  }
}

async function setAreasAside(page: JudgementPage, affected: readonly string[], documents: Documents, position: string): Promise<void> {
  const areas = { ...page.areas };
  for (const area of affected) {
    const before = areas[area];
    if (!before) continue;
    areas[area] = parked(before, position);
    const line = await documents.get<AreaJudgement>(AREA_JUDGEMENTS.name, cellId(page.target, page.element, area));
    if (line) {
      const judgement = parked(line.judgement, position);
      documents.put<AreaJudgement>(AREA_JUDGEMENTS.name, { ...line, outcome: 'not-judged', judgement });
    }
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
