import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';

/** One rule on one field, as class-validator keeps it. */
interface Rule {
  readonly propertyName: string;
  readonly name?: string;
  readonly type: string;
  readonly each: boolean;
  readonly constraints?: readonly unknown[];
}
type Shape = Record<string, unknown>;

/** What a rule says of a field's shape, in the words of JSON schema. */
const SAYS: Readonly<Record<string, (bounds: readonly unknown[]) => Shape>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object', additionalProperties: true }),
  isIn: ([values]) => ({ type: 'string', enum: values }),
  matches: ([pattern]) => ({ type: 'string', pattern: pattern instanceof RegExp ? pattern.source : String(pattern) }),
  isLength: ([min, max]) => ({ type: 'string', minLength: min, maxLength: max }),
  minLength: ([min]) => ({ minLength: min }),
  maxLength: ([max]) => ({ maxLength: max }),
  min: ([min]) => ({ minimum: min }),
  max: ([max]) => ({ maximum: max }),
};
const OF_LISTS: Readonly<Record<string, (bounds: readonly unknown[]) => Shape>> = {
  arrayMinSize: ([min]) => ({ minItems: min }),
  arrayMaxSize: ([max]) => ({ maxItems: max }),
};

/** Tells the description what the DTOs already say in their rules, so that no shape is written down twice. */
export function describeDtos(): void {
  // Not a public member, but the one place where all rules are; the test of /openapi.json would notice its loss.
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: ReadonlyMap<object, readonly Rule[]> };
  for (const [target, rules] of validationMetadatas) {
    if (typeof target !== 'function') continue;
    const prototype = (target as { prototype: object }).prototype;
    const told = (Reflect.getMetadata('swagger/apiModelPropertiesArray', prototype) ?? []) as readonly string[];
    for (const field of new Set(rules.map(({ propertyName }) => propertyName))) {
      if (told.includes(`:${field}`)) continue;
      ApiProperty(optionsOf(rules.filter(({ propertyName }) => propertyName === field)))(prototype, field);
    }
  }
}

function optionsOf(rules: readonly Rule[]): ApiPropertyOptions {
  const required = !rules.some(({ name }) => name === 'isOptional');
  const isList = rules.some(({ name, each }) => each || name === 'isArray');
  const one: Shape = {};
  const list: Shape = {};
  for (const { name = '', constraints = [] } of rules) {
    Object.assign(one, SAYS[name]?.(constraints));
    Object.assign(list, OF_LISTS[name]?.(constraints));
  }
  if (rules.some(({ type }) => type === 'nestedValidation') && !isList) return { required };
  const item = Object.keys(one).length > 0 ? one : { type: 'object', additionalProperties: true };
  return (isList ? { ...list, required, type: 'array', items: item } : { ...item, required }) as ApiPropertyOptions;
}
