import { type ArgumentMetadata, HttpStatus, type ValidationError, ValidationPipe } from '@nestjs/common';
import { Refusal } from '#libs/kernel';
import { ProblemException } from './problem.js';

/** A field of a request, and what is wrong with it. */
export interface FieldProblem {
  readonly field: string;
  readonly problems: readonly string[];
}

/** Checks each request against its DTO; what the DTO does not name is refused, not dropped in silence. */
export function validation(): ValidationPipe {
  return new RequestValidation({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => new ProblemException(invalid(errors.flatMap((error) => fieldsOf(error))), HttpStatus.BAD_REQUEST),
  });
}

/** An optional member that is null counts as left out: handlers meet one kind of nothing, and their defaults hold. */
class RequestValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const valid: unknown = await super.transform(value, metadata);
    return metadata.type === 'custom' ? valid : withoutNulls(valid);
  }
}

/** Only members that a DTO declares: inside free-form objects, such as a feed's profile, null means what their owner says. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) value.forEach(withoutNulls);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
    return value;
  for (const [name, member] of Object.entries(value)) {
    if (member === null) delete (value as Record<string, unknown>)[name];
    else withoutNulls(member);
  }
  return value;
}

function fieldsOf({ property, constraints, children = [] }: ValidationError, path = ''): FieldProblem[] {
  const field = path === '' ? property : `${path}.${property}`;
  const own = constraints === undefined ? [] : [{ field, problems: Object.values(constraints) }];
  return [...own, ...children.flatMap((child) => fieldsOf(child, field))];
}

/** So many fields are named in an answer; the others are counted. */
const FIELDS_SHOWN = 20;

function invalid(fields: readonly FieldProblem[]): Refusal {
  const first = fields[0]?.problems[0] ?? 'the request is not of the expected form';
  const more = fields.length > 1 ? `, and ${fields.length - 1} more` : '';
  return new Refusal('invalid-request', `The request cannot be taken: ${first}${more}.`, { fields: fields.slice(0, FIELDS_SHOWN) });
}
