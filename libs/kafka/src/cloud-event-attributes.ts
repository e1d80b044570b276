import { isDate, Refusal } from '#libs/kernel';
import type { CloudEvent } from './cloud-event.js';

const NAME = /^[a-z0-9]{1,40}$/;
const MOMENT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
/** Dates are written with four digits of a year, in any time zone. */
const [FIRST_MS, LAST_MS] = [Date.parse('0001-01-02T00:00:00Z'), Date.parse('9999-12-31T00:00:00Z')];
const TEXT_LENGTH_MAX = 1_000;

/** The attributes of an event, all but its data, checked as CloudEvents 1.0 asks; an attribute that is null is not there. */
export function attributesOf(all: Readonly<Record<string, unknown>>): Omit<CloudEvent, 'data'> | Refusal {
  const given = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  const bad = given.find(([name, value]) => !isAttribute(name, value));
  if (bad) return refused(bad[0], 'must be a text, a number or true or false, and its name of small letters and digits');
  const { specversion, id, source, type, subject, time, dataschema, datacontenttype: _, ...extensions } = Object.fromEntries(given);
  if (specversion !== '1.0') return refused('specversion', 'must be 1.0');
  for (const [name, value] of Object.entries({ id, source, type })) if (!isText(value)) return refused(name, 'must be there, as a text');
  for (const [name, value] of Object.entries({ subject, time, dataschema }))
    if (value !== undefined && !isText(value)) return refused(name, 'must be a text');
  if (time !== undefined && !isMoment(String(time))) return refused('time', 'must be a moment such as 2004-05-01T09:00:00Z');
  return { id, source, type, subject, time, dataschema, extensions } as Omit<CloudEvent, 'data'>;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= TEXT_LENGTH_MAX;

/** A day that is in no calendar is none: Date.parse takes 30 February for 1 March. */
function isMoment(text: string): boolean {
  const at = Date.parse(text);
  return MOMENT.test(text) && isDate(text.slice(0, 10)) && at >= FIRST_MS && at < LAST_MS;
}

function isAttribute(name: string, value: unknown): boolean {
  return NAME.test(name) && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
}

const refused = (name: string, must: string): Refusal =>
  new Refusal('bad-attribute', `The event's attribute ${JSON.stringify(name.slice(0, 40))} ${must}.`, { attribute: name.slice(0, 40) });
