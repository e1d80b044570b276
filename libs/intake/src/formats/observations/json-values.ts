/** Whether a value is an object, and no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a member, empty where there is none; undefined for what is no cell. */
export function cellIn(value: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const cell = Object.hasOwn(value, key) ? value[key] : null;
  if (cell === null) return '';
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : undefined;
}

/** The list in a body: itself, its `observations`, or the one object alone. */
export const listIn = (value: unknown): unknown =>
  isObject(value) && Object.hasOwn(value, 'observations') ? value['observations'] : isObject(value) ? [value] : value;

/** Undefined for what is not JSON. */
export function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined; // The only throw is for text that is not JSON.
  }
}
