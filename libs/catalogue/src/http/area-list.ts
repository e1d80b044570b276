import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Refusal } from '#libs/kernel';
import { parseJson } from '#libs/platform';
import { AreaDto } from './area.dto.js';

const AREAS_MAX = 20_000;
/** More than an area has. */
const MEMBERS_MAX = 10;
const JSON_BOUNDS = { levelsMax: 8, valuesMax: AREAS_MAX * MEMBERS_MAX };

/** The areas of a JSON body: a list, or `{areas: [...]}`. Refuses the first that is not of the plain form. */
export function areasOf(bytes: Uint8Array): readonly AreaDto[] | Refusal {
  const list = listOf(bytes);
  if (list instanceof Refusal) return list;
  if (list.length === 0) return new Refusal('empty-list', 'The list holds no area.');
  if (list.length > AREAS_MAX)
    return new Refusal('too-large', `A JSON list holds ${AREAS_MAX} areas at most; import a file instead.`, { areasMax: AREAS_MAX });
  const areas: AreaDto[] = [];
  for (const [i, one] of list.entries()) {
    if (!isPlain(one))
      return new Refusal('invalid-area', `Area ${i + 1} of the list is not an object of texts: code, name, type, parent, from, until.`, {
        row: i + 1,
      });
    const stated = Object.entries(one).filter(([, member]) => member !== null); // As in any request, null counts as left out.
    const area = plainToInstance(AreaDto, Object.fromEntries(stated));
    const [wrong] = validateSync(area, { whitelist: true, forbidNonWhitelisted: true });
    if (wrong) {
      const said = Object.values(wrong.constraints ?? {})[0] ?? 'it is not of the expected form';
      return new Refusal('invalid-area', `Area ${i + 1} of the list: ${said}.`, { row: i + 1, column: wrong.property });
    }
    areas.push(area);
  }
  return areas;
}

/** Whether it has the few plain members of an area: validation walks whatever it is given. */
function isPlain(one: unknown): one is object {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return false;
  const members: unknown[] = Object.values(one);
  return members.length <= MEMBERS_MAX && members.every((member) => typeof member !== 'object' || member === null);
}

function listOf(bytes: Uint8Array): readonly unknown[] | Refusal {
  const value = parseJson(bytes, JSON_BOUNDS);
  if (value instanceof Refusal) return value;
  const list = Array.isArray(value) ? value : (value as { areas?: unknown } | null)?.areas;
  return Array.isArray(list) ? list : new Refusal('unreadable-json', 'The body is not a JSON list of areas.');
}
