const KEY = /^[a-z0-9][a-z0-9.-]{0,199}$/;

/** Throws unless the key can be a name in any store: no path, no sign that a store reads as its own. */
export function checkKey(key: string): void {
  if (!KEY.test(key)) throw new Error(`A body cannot be kept under ${JSON.stringify(key)}.`);
}
