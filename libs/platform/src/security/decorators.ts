import { createParamDecorator, type CustomDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import type { Person, Role } from './person.js';

/** Where the guard leaves who asks. */
export const PERSON: unique symbol = Symbol('person');
export type Asked = Request & { [PERSON]?: Person };

export const ALLOWED = 'floor:allowed';
export const PUBLIC = 'floor:public';

/** Only these roles, and the administrator, may use the route. Without it every role may. */
export const Allow = (...roles: Role[]): CustomDecorator => SetMetadata(ALLOWED, roles);

/** The route answers without a token. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC, true);

/** The person who asks. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Person => {
  const person = context.switchToHttp().getRequest<Asked>()[PERSON];
  if (person === undefined) throw new Error('A public route asks who calls it.');
  return person;
});
