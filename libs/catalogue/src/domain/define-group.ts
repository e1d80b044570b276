import { isDate, Refusal } from '#libs/kernel';
import { badSlug, firstRefusal, sameDefinition, tooLarge } from './defining.js';
import type { Authored, GroupDefined } from './events.js';
import type { Area, Group } from './types.js';

export interface DefineGroup extends Authored {
  readonly group: Group;
}

/** What the rule asks of the catalogue. */
export interface KnownGroups {
  area(code: string): Area | undefined;
  group(code: string): Group | undefined;
  /** Every code that the place has or had. */
  codesOf(code: string): readonly string[];
}

const CODE = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** Freezes a list of areas under a code; nothing when it stands so already. A frozen list is never changed: another list is another group. */
export function defineGroup({ group, by, why, at }: DefineGroup, known: KnownGroups): readonly GroupDefined[] | Refusal {
  const standing = known.group(group.code);
  if (standing && sameDefinition({ ...standing, why: '' }, { ...group, why: '' })) return [];
  if (standing) {
    return new Refusal('group-frozen', `The group ${group.code} was frozen on ${standing.at}; give the other list a code of its own.`, {
      group: group.code,
    });
  }
  const event: GroupDefined = { type: 'GroupDefined', data: { v: 1, group, by, why, at } };
  const refusal = firstRefusal([
    () => badSlug('a group', group.code, CODE),
    () =>
      isDate(group.at)
        ? undefined
        : new Refusal('unreadable-date', `"${group.at.slice(0, 40)}" is not a date; write 2001-04-01.`, { at: group.at.slice(0, 40) }),
    () => checkAreas(group, known),
    () => tooLarge(event),
  ]);
  return refusal ?? [event];
}

function checkAreas({ areas, notes = {} }: Group, known: KnownGroups): Refusal | undefined {
  const unknown = areas.filter((code) => known.area(code) === undefined);
  if (unknown.length > 0) {
    const named = unknown.slice(0, 10).join(', ');
    return new Refusal('unknown-area', `The catalogue does not know ${unknown.length} of the areas (${named}); import them first.`, {
      areas: unknown.slice(0, 100),
    });
  }
  const seen = new Set<string>();
  const twice = areas.find((code) => seen.size === seen.add(code).size);
  if (twice !== undefined) return new Refusal('area-twice', `${twice} stands in the list twice.`, { area: twice });
  const pair = twoCodesOfOne(areas, known);
  if (pair) return pair;
  if (areas.length === 0) return new Refusal('empty-group', 'A group holds at least one area.');
  const unsaid = Object.entries(notes).find(([, note]) => typeof note !== 'string'); // The edge checks that it is an object, and no more.
  if (unsaid) return new Refusal('unreadable-note', `The note on ${unsaid[0].slice(0, 20)} is not text.`);
  const stranger = Object.keys(notes).find((code) => !areas.includes(code));
  return stranger === undefined
    ? undefined
    : new Refusal('unknown-area', `There is a note on ${stranger}, which is not in the group.`, { area: stranger });
}

/** A group holds places: one that is named under two of its codes would be judged, and breach, twice. */
function twoCodesOfOne(areas: readonly string[], known: KnownGroups): Refusal | undefined {
  const named = new Set(areas);
  for (const area of areas) {
    const other = known.codesOf(area).find((code) => code !== area && named.has(code));
    if (other !== undefined) {
      return new Refusal(
        'place-twice',
        `${area} and ${other} are two codes of one place; name it once, by either, and its figures are found under both.`,
        { areas: [area, other] },
      );
    }
  }
  return undefined;
}
