/** Tens of thousands of areas have one of a handful of lists: each is kept once. */
const lists = new Map<string, readonly string[]>();

/** The list of these texts in order that all who have it share. */
export function sharedList(texts: Iterable<string>): readonly string[] {
  const list = [...new Set(texts)].sort();
  const key = list.join(' ');
  const known = lists.get(key);
  if (known === undefined) lists.set(key, list);
  return known ?? list;
}
