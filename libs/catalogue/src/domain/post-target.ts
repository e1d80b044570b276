import { parsePeriod, Refusal } from '#libs/kernel';
import { badSlug, firstRefusal, sameDefinition, tooLarge } from './defining.js';
import { checkElement, type KnownToElements } from './element.js';
import type { TargetVersionMade } from './events.js';
import type { Element, Target, TargetVersion, Theme } from './types.js';

/** A target as it is posted: each post makes a version, and only the first needs not say which. */
export interface PostTarget {
  readonly code: string;
  readonly theme: Theme;
  readonly department: string;
  readonly title?: string;
  readonly sentence: string;
  readonly technicalNote: string;
  readonly elements: readonly Element[];
  readonly made: { readonly change: { readonly appliesFrom: string } } | { readonly correction: { readonly of: number } } | undefined;
  readonly by: string;
  readonly why: string;
  readonly at: string;
}

/** What the rule asks of the catalogue. */
export interface KnownTargets extends KnownToElements {
  target(code: string): Target | undefined;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;
const ELEMENTS_MAX = 40;

/** Makes a target's next version; nothing when the latest says the same and was made so. */
export function postTarget(asked: PostTarget, known: KnownTargets): readonly TargetVersionMade[] | Refusal {
  const standing = known.target(asked.code);
  const version = versionOf(asked, standing);
  if (version instanceof Refusal) return version;
  if (standing && sayTheSame(standing.versions.at(-1)!, version)) return [];
  const event: TargetVersionMade = { type: 'TargetVersionMade', data: { v: 1, target: asked.code, theme: asked.theme, version } };
  const refusal = firstRefusal([
    () => badSlug('a target', asked.code, CODE),
    () => otherTheme(asked, standing),
    () => madeOf(asked, standing),
    () => checkElements(asked.elements, known),
    () => tooLarge(event),
  ]);
  return refusal ?? [event];
}

function versionOf(asked: PostTarget, standing: Target | undefined): TargetVersion | Refusal {
  const { title, sentence, technicalNote, department, elements, why, by, at } = asked;
  const made = asked.made ?? unsaid(asked, standing);
  if (made instanceof Refusal) return made;
  const number = (standing?.versions.length ?? 0) + 1;
  return { version: number, made, ...(title === undefined ? {} : { title }), sentence, technicalNote, department, elements, why, by, at };
}

/** How a version is made that does not say so: as the first, or as the last one where it is sent again. */
function unsaid({ elements }: PostTarget, standing: Target | undefined): TargetVersion['made'] | Refusal {
  const last = standing?.versions.at(-1);
  if (last === undefined) return { first: true };
  if (sameDefinition(last.elements, elements)) return last.made;
  return new Refusal(
    'version-missing',
    'The target exists: say whether this is a change, with the period from which it applies, or a correction, and of which version.',
    { versions: last.version },
  );
}

function sayTheSame(last: TargetVersion, next: TargetVersion): boolean {
  const content = ({ made, title, sentence, technicalNote, department, elements }: TargetVersion): unknown => ({
    made,
    title,
    sentence,
    technicalNote,
    department,
    elements,
  });
  return sameDefinition(content(last), content(next));
}

function otherTheme({ code, theme }: PostTarget, standing: Target | undefined): Refusal | undefined {
  if (standing === undefined || standing.theme === theme) return undefined;
  return new Refusal('other-theme', `${code} is a target of the theme ${standing.theme}; another theme is another target.`, {
    theme: standing.theme,
  });
}

/** A change names a period that its indicators have; a correction a version that exists. */
function madeOf({ made, elements }: PostTarget, standing: Target | undefined): Refusal | undefined {
  if (made === undefined) return standing ? new Refusal('version-missing', 'Say whether this is a change or a correction.') : undefined;
  if ('change' in made) {
    const period = parsePeriod(made.change.appliesFrom);
    return period instanceof Refusal ? period : undefined;
  }
  const of = made.correction.of;
  if (elements.length > 0 && standing?.versions.some((v) => v.version === of)) return undefined;
  return new Refusal('unknown-version', `There is no version ${of} to correct.`, { of });
}

function checkElements(elements: readonly Element[], known: KnownTargets): Refusal | undefined {
  if (elements.length === 0 || elements.length > ELEMENTS_MAX) {
    return new Refusal('wrong-elements', `A target has from 1 to ${ELEMENTS_MAX} elements.`, { elements: elements.length });
  }
  const twice = elements.find((one, i) => elements.findIndex((other) => other.code === one.code) !== i);
  if (twice) return new Refusal('element-twice', `Two elements have the code ${twice.code}; each needs its own.`, { element: twice.code });
  return firstRefusal(elements.map((element) => () => checkElement(element, known)));
}
