import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A JSON Schema of the dialect 2020-12, in words that draft 7 reads alike. */
export type Schema = Readonly<Record<string, unknown>>;

/** A schema, and the file that keeps it, by which others refer to it: `events/DayBegan.v1.json`. */
export interface NamedSchema {
  readonly file: string;
  /** The file's own name: `DayBegan.v1`. */
  readonly name: string;
  readonly schema: Schema;
}

const here = (...parts: string[]): string => join(import.meta.dirname, ...parts);
const read = (file: string): Schema => JSON.parse(readFileSync(here(file), 'utf8')) as Schema;
const allIn = (folder: string): NamedSchema[] =>
  readdirSync(here(folder))
    .sort()
    .map((name) => ({ file: `${folder}/${name}`, name: name.replace(/\.json$/, ''), schema: read(`${folder}/${name}`) }));

/** The schema of the data of every event that the log may hold; a file for each version of each type. */
export const eventSchemas = (): readonly NamedSchema[] => allIn('events');

/** The schemas of what others put on our topics. */
export const messageSchemas = (): readonly NamedSchema[] => allIn('messages');

/** What several schemas say in the same words, under `$defs`. */
export const terms = (): NamedSchema => ({ file: 'terms.json', name: 'terms', schema: read('terms.json') });
