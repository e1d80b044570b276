import { Refusal } from '#libs/kernel';
import { badSlug, firstRefusal, sameDefinition, tooLarge } from './defining.js';
import { checkDerivation } from './derivation.js';
import type { Authored, IndicatorDefined } from './events.js';
import type { Indicator } from './types.js';

type Needed = 'code' | 'name' | 'theme' | 'measure' | 'per' | 'behaviour' | 'polarity' | 'frequency' | 'decimals';

/** An indicator as it is asked for: what may be left out is not known. */
export type IndicatorDefinition = Pick<Indicator, Needed> & Partial<Omit<Indicator, Needed | 'version'>>;

export interface DefineIndicator extends Authored {
  readonly indicator: IndicatorDefinition;
}

/** What the rule asks of the catalogue. */
export interface KnownIndicators {
  indicator(code: string): Indicator | undefined;
  indicators(): readonly Indicator[];
}

const CODE = /^[a-z0-9][a-z0-9.-]{0,119}$/;

/** Defines an indicator, or its next version; nothing when it stands so already. */
export function defineIndicator(
  { indicator, by, why, at }: DefineIndicator,
  known: KnownIndicators,
): readonly IndicatorDefined[] | Refusal {
  const standing = known.indicator(indicator.code);
  const defined = complete(indicator, (standing?.version ?? 0) + 1);
  if (standing && sameDefinition({ ...standing, version: 0 }, { ...defined, version: 0 })) return [];
  const event: IndicatorDefined = { type: 'IndicatorDefined', data: { v: 1, indicator: defined, by, why, at } };
  const refusal = firstRefusal([
    () => badSlug('an indicator', defined.code, CODE),
    () => checkDerivation(defined, known),
    () => checkDependants(defined, known),
    () => tooLarge(event),
  ]);
  return refusal ?? [event];
}

function complete(asked: IndicatorDefinition, version: number): Indicator {
  return {
    code: asked.code,
    name: asked.name,
    theme: asked.theme,
    measure: asked.measure,
    per: asked.per,
    behaviour: asked.behaviour,
    polarity: asked.polarity,
    frequency: asked.frequency,
    decimals: asked.decimals,
    numerator: asked.numerator ?? null,
    denominator: asked.denominator ?? null,
    suppression: asked.suppression ?? null,
    source: asked.source ?? null,
    lagDays: asked.lagDays ?? null,
    unit: asked.unit ?? null,
    derived: asked.derived ?? null,
    version,
  };
}

/** What is derived from an indicator must still be derivable from its next version. */
function checkDependants(defined: Indicator, known: KnownIndicators): Refusal | undefined {
  const next: KnownIndicators = {
    indicator: (code) => (code === defined.code ? defined : known.indicator(code)),
    indicators: () => known.indicators(),
  };
  for (const other of known.indicators()) {
    if (other.derived === null || other.code === defined.code) continue;
    const refusal = checkDerivation(other, next);
    if (refusal) {
      return new Refusal('dependant-broken', `${other.code} is derived from ${defined.code} and no longer could be: ${refusal.detail}`, {
        dependant: other.code,
      });
    }
  }
  return undefined;
}
