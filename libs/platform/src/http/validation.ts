import { HttpStatus, type ValidationError, ValidationPipe } from '@nestjs/common';
import { Refusal } from '#libs/kernel';
import { ProblemException } from './problem.js';

/** A field of a request, and what is wrong with it. */
export interface FieldProblem {
  readonly field: string;
  readonly problems: readonly string[];
}

/** Checks each request against its DTO; what the DTO does not name is refused, not dropped in silence. */
export function validation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => new ProblemException(invalid(errors.flatMap((error) => fieldsOf(error))), HttpStatus.BAD_REQUEST),
  });
}

function fieldsOf({ property, constraints, children = [] }: ValidationError, path = ''): FieldProblem[] {
  const field = path === '' ? property : `${path}.${property}`;
  const own = constraints === undefined ? [] : [{ field, problems: Object.values(constraints) }];
  return [...own, ...children.flatMap((child) => fieldsOf(child, field))];
}

function invalid(fields: readonly FieldProblem[]): Refusal {
  const first = fields[0]?.problems[0] ?? 'the request is not of the expected form';
  const more = fields.length > 1 ? `, and ${fields.length - 1} more` : '';
  return new Refusal('invalid-request', `The request cannot be taken: ${first}${more}.`, { fields });
}
