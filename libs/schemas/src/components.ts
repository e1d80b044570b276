import { eventSchemas, messageSchemas, type NamedSchema, type Schema, terms } from './schemas.js';

const TERM = /^(?:\.\.\/terms\.json)?#\/\$defs\/(\w+)$/;
const NEIGHBOUR = /^([\w.]+)\.json$/;

/** Where a schema of one document finds another: all of them stand side by side. */
function within(ref: string): string {
  const [, name] = TERM.exec(ref) ?? NEIGHBOUR.exec(ref) ?? [];
  if (name === undefined) throw new Error(`A schema refers to "${ref}", which is neither a term nor a schema beside it.`);
  return `#/components/schemas/${name}`;
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === '$ref' && typeof one === 'string' ? within(one) : moved(one)]),
  );
}

const component = ({ schema: { $schema: _, ...schema } }: Pick<NamedSchema, 'schema'>): Schema => moved(schema) as Schema;

/** Every schema under its name, as one document holds them under `#/components/schemas`. */
export function components(): Readonly<Record<string, Schema>> {
  const shared = Object.entries(terms().schema['$defs'] as Readonly<Record<string, Schema>>);
  const named = [...eventSchemas(), ...messageSchemas()];
  return Object.fromEntries([
    ...shared.map(([name, schema]) => [name, component({ schema })]),
    ...named.map((one) => [one.name, component(one)]),
  ]);
}
