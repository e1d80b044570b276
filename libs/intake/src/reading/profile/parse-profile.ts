import { Refusal, type PeriodKind, isDate } from '#libs/kernel';
import { isNamePattern } from './file-name.js';
import { type BreakdownColumn, type Meaning, type Profile, ROLES, type Role } from './profile.js';

type Raw = Readonly<Record<string, unknown>>;

const KINDS: readonly PeriodKind[] = ['day', 'month', 'quarter', 'calendar', 'financial', 'academic', 'rolling'];
const STATUS = /^(provisional|revised|final|estimated|suppressed|missing)(:[a-z][a-z0-9-]{0,40})?$/;
const CODE = /^[a-z0-9][a-z0-9.-]{0,119}$/;

/** Thrown inside the check alone, to leave it from any depth; `parseProfile` gives its refusal. */
class WrongKey extends Error {
  constructor(
    readonly key: string,
    readonly want: string,
  ) {
    super(key);
  }
}

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const record = (value: unknown, key: string): Raw => {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new WrongKey(key, 'names with values');
  return value;
};
const text = (value: unknown, key: string): string => {
  const plain = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof plain !== 'string' || plain.length > 400) throw new WrongKey(key, 'a text');
  return plain;
};
const texts = (value: unknown, key: string): string[] => (Array.isArray(value) ? value : [value]).map((one) => text(one, key));
const lower = (value: unknown, key: string): string => text(value, key).trim().toLowerCase();
const oneOf = <T extends string>(value: unknown, key: string, allowed: readonly T[], otherwise: T): T => {
  if (value === undefined) return otherwise;
  if (!allowed.includes(value as T)) throw new WrongKey(key, `one of ${allowed.join(', ')}`);
  return value as T;
};
const kinds = (value: unknown, key: string): PeriodKind[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((kind) => oneOf(kind, key, KINDS, 'month'));
const map = <T>(value: unknown, key: string, each: (value: unknown, key: string) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record(value, key)).map(([name, one]) => [name.trim().toLowerCase(), each(one, `${key}.${name}`)]));

function columns(value: unknown): Profile['columns'] {
  for (const role of Object.keys(record(value, 'columns'))) {
    if (!ROLES.includes(role as Role)) throw new WrongKey(`columns.${role}`, `one of the roles ${ROLES.join(', ')}`);
  }
  return map(value, 'columns', texts);
}

function status(value: unknown, key: string): string {
  const found = text(value, key);
  if (!STATUS.test(found)) throw new WrongKey(key, 'a status such as final, missing:not-available or suppressed:confidential');
  return found;
}

function number(value: unknown, key: string, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) throw new WrongKey(key, 'a number above 0');
  return value;
}

function monthDays(value: unknown): string[] {
  const found = value === undefined ? [] : texts(value, 'academicFrom');
  if (!found.every((one) => isDate(`2000-${one}`))) throw new WrongKey('academicFrom', 'a month and day such as 08-01');
  return found;
}

function level(value: unknown): number {
  const found = number(value, 'level', 95);
  if (found < 50 || found > 100) throw new WrongKey('level', 'a percentage from 50 to 100, such as 95 or 99.8');
  return found;
}

function meaning(value: unknown, key: string): Meaning {
  const raw = typeof value === 'string' ? { code: value } : record(value, key);
  known(raw, ['code', 'scale', 'periods', 'where', 'releasedBefore'], `${key}.`);
  const code = text(raw.code, `${key}.code`);
  if (!CODE.test(code)) throw new WrongKey(`${key}.code`, 'an indicator code such as crime.burglary');
  const before = raw.releasedBefore;
  if (before !== undefined && !(typeof before === 'string' && isDate(before))) throw new WrongKey(`${key}.releasedBefore`, 'a date');
  return {
    code,
    scale: number(raw.scale, `${key}.scale`, 1),
    periods: kinds(raw.periods, `${key}.periods`),
    where: map(raw.where, `${key}.where`, lower),
    releasedBefore: (before as string | undefined) ?? null,
  };
}

function breakdown(value: unknown, index: number): BreakdownColumn {
  const key = `breakdowns.${index}`;
  const raw = typeof value === 'string' ? { column: value } : record(value, key);
  known(raw, ['column', 'as', 'headline'], `${key}.`);
  const column = lower(raw.column, `${key}.column`);
  return {
    column,
    as: raw.as === undefined ? column.replace(/[^a-z0-9]+/g, '-') : text(raw.as, `${key}.as`),
    headline: raw.headline === undefined ? [] : texts(raw.headline, `${key}.headline`).map((one) => one.trim().toLowerCase()),
  };
}

function fileNames(value: unknown): string[] {
  const found = value === undefined ? [] : texts(value, 'fileName');
  if (!found.every(isNamePattern)) throw new WrongKey('fileName', 'a pattern such as {month}-{force}-street.csv or *_{released}_*');
  return found;
}

const KEYS: readonly (keyof Profile)[] = [
  'encoding',
  'columns',
  'periods',
  'academicFrom',
  'markers',
  'remarks',
  'keep',
  'indicators',
  'breakdowns',
  'theme',
  'coverage',
  'forces',
  'complete',
  'outside',
  'fileName',
  'status',
  'level',
];

function known(raw: Raw, keys: readonly string[], path = ''): void {
  const odd = Object.keys(raw).find((key) => !keys.includes(key));
  if (odd !== undefined) throw new WrongKey(path + odd, `one of the keys ${keys.join(', ')}`);
}

function list(value: unknown, key: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new WrongKey(key, 'a list');
  return value as unknown[];
}

function trueOrFalse(value: unknown, key: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw new WrongKey(key, 'true or false');
  return value ?? false;
}

function theme(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const found = text(value, 'theme');
  if (!CODE.test(found)) throw new WrongKey('theme', 'a word such as health');
  return found;
}

function parse(raw: Raw): Profile {
  known(raw, KEYS);
  return {
    encoding: oneOf(raw.encoding, 'encoding', ['utf-8', 'any'] as const, 'any') === 'utf-8' ? 'utf-8' : null,
    columns: columns(raw.columns),
    periods: kinds(raw.periods, 'periods'),
    academicFrom: monthDays(raw.academicFrom),
    markers: new Map(Object.entries(map(raw.markers, 'markers', status))),
    remarks: trueOrFalse(raw.remarks, 'remarks'),
    keep: map(raw.keep, 'keep', (value, key) => texts(value, key).map((one) => one.trim().toLowerCase())),
    indicators: new Map(
      Object.entries(
        map(raw.indicators, 'indicators', (value, key) => (Array.isArray(value) ? value : [value]).map((one) => meaning(one, key))),
      ),
    ),
    breakdowns: list(raw.breakdowns, 'breakdowns').map(breakdown),
    theme: theme(raw.theme),
    coverage: oneOf(raw.coverage, 'coverage', ['force', 'none'] as const, 'force'),
    forces: map(raw.forces, 'forces', text),
    complete: oneOf(raw.complete, 'complete', ['none', 'indicator', 'window'] as const, 'none'),
    outside: raw.outside === undefined ? [] : texts(raw.outside, 'outside'),
    fileName: fileNames(raw.fileName),
    status: raw.status === undefined ? 'final' : status(raw.status, 'status'),
    level: level(raw.level),
  };
}

/** The feed's keys over the format's; where a key holds names with values, name by name. */
function over(defaults: Raw, profile: Raw): Raw {
  const merged: Record<string, unknown> = { ...defaults, ...profile };
  for (const key of ['columns', 'markers', 'indicators', 'forces']) {
    const [under, top] = [defaults[key], profile[key]];
    if (isRecord(under) && isRecord(top)) merged[key] = { ...under, ...top };
  }
  return merged;
}

/** A feed's profile as its format reads it, on top of the format's own; or the key that is wrong and what it should hold. */
export function parseProfile(profile: Raw, defaults: Raw = {}): Profile | Refusal {
  if (!isRecord(profile)) return new Refusal('wrong-profile', 'A profile should be names with values.', { key: '' });
  try {
    return parse(over(defaults, profile));
  } catch (error) {
    if (!(error instanceof WrongKey)) throw error;
    return new Refusal('wrong-profile', `The profile's "${error.key}" should be ${error.want}.`, { key: error.key });
  }
}
