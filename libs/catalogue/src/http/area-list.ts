import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Refusal } from '#libs/kernel';
import { AreaDto } from './area.dto.js';

const AREAS_MAX = 20_000;

/** The areas of a JSON body: a list, or `{areas: [...]}`. Refuses the first that is not of the plain form. */
export function areasOf(bytes: Uint8Array): readonly AreaDto[] | Refusal {
  const list = listOf(bytes);
  if (list === undefined) return new Refusal('unreadable-json', 'The body is not a JSON list of areas in UTF-8.');
  if (list.length > AREAS_MAX)
    return new Refusal('too-large', `A JSON list holds ${AREAS_MAX} areas at most; import a file instead.`, { areasMax: AREAS_MAX });
  const areas: AreaDto[] = [];
  for (const [i, one] of list.entries()) {
    const area = plainToInstance(AreaDto, typeof one === 'object' && one !== null && !Array.isArray(one) ? one : {});
    const [wrong] = validateSync(area, { whitelist: true, forbidNonWhitelisted: true });
    if (wrong) {
      const said = Object.values(wrong.constraints ?? {})[0] ?? 'it is not of the expected form';
      return new Refusal('invalid-area', `Area ${i + 1} of the list: ${said}.`, { row: i + 1, column: wrong.property });
    }
    areas.push(area);
  }
  return areas;
}

function listOf(bytes: Uint8Array): readonly unknown[] | undefined {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
    const list = Array.isArray(value) ? value : (value as { areas?: unknown } | null)?.areas;
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
