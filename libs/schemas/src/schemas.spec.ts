import { components } from './components.js';
import { eventSchemas, messageSchemas, terms } from './schemas.js';

const refsIn = (value: unknown): string[] => [...JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);

/** Every object schema inside a schema. */
function objectsIn(value: unknown, path = ''): [string, Record<string, unknown>][] {
  if (value === null || typeof value !== 'object') return [];
  const own: [string, Record<string, unknown>][] = 'properties' in value && !Array.isArray(value) ? [[path, value as never]] : [];
  return [...own, ...Object.entries(value).flatMap(([key, one]) => objectsIn(one, `${path}/${key}`))];
}

describe('the schemas', () => {
  const all = [...eventSchemas(), ...messageSchemas(), terms()];
  it('state their dialect, and a title and a sentence for whoever reads them', () => {
    for (const { schema } of all)
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: expect.any(String),
        description: expect.any(String),
      });
  });
  it('of events are closed, and require what they name or leave it out on purpose', () => {
    for (const { file, schema } of [...eventSchemas(), terms()])
      for (const [path, object] of objectsIn(schema).filter(([path]) => !path.endsWith('/properties')))
        expect([file + path, object]).toEqual([
          file + path,
          expect.objectContaining({ additionalProperties: false, required: expect.anything() }),
        ]);
  });
  it('carry the version that their file is named after', () => {
    for (const { name, schema } of eventSchemas()) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+\.v1$/);
      expect(schema).toMatchObject({ title: name.split('.')[0], properties: { v: { $ref: '../terms.json#/$defs/one' } } });
    }
  });
  it('say nothing beside a reference, which draft 7 would not read', () => {
    for (const { file, schema } of all)
      for (const [found] of JSON.stringify(schema).matchAll(/\{[^{}]*"\$ref":[^{}]*\}/g))
        expect([file, found]).toEqual([file, expect.stringMatching(/^\{"\$ref":"[^"]+"\}$/)]);
  });
});

describe('the components', () => {
  const all = components();
  it('refer to each other alone', () => {
    for (const ref of refsIn(all)) expect(all).toHaveProperty([ref.replace('#/components/schemas/', '')]);
    expect(refsIn(all).length).toBeGreaterThan(100);
  });
  it('hold every schema and every term, under different names', () => {
    const names = [...eventSchemas(), ...messageSchemas()].map(({ name }) => name);
    const shared = Object.keys(terms().schema['$defs'] as object);
    expect(Object.keys(all).sort()).toEqual([...names, ...shared].sort());
    expect(new Set(Object.keys(all).map((name) => name.toLowerCase())).size).toBe(names.length + shared.length);
  });
});
