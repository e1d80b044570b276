import { canonicalBreakdown } from '#libs/kernel';

const TEXTS_MAX = 10_000;
const known = new Map<string, string>();

/** The one text of a breakdown as the log spells it, worked out once for each spelling: logs of before hold them in any order and case. */
export function breakdownOf(spelled: string): string {
  let text = known.get(spelled);
  if (text === undefined) {
    if (known.size >= TEXTS_MAX) known.clear();
    known.set(spelled, (text = canonicalBreakdown(spelled)));
  }
  return text;
}
