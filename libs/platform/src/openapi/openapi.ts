import { type INestApplication, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeDtos } from './describe-dtos.js';

const PROBLEM = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
  },
  additionalProperties: true,
};

/** The description of the routes, made from the routes themselves when it is first asked for. */
@Injectable()
export class OpenApi {
  private app: INestApplication | undefined;
  private made: OpenAPIObject | undefined;

  of(app: INestApplication): void {
    this.app = app;
  }

  document(): OpenAPIObject {
    if (this.app === undefined) throw new Error('The application has not been described yet.');
    return (this.made ??= describe(this.app));
  }
}

function describe(app: INestApplication): OpenAPIObject {
  describeDtos();
  const base = new DocumentBuilder()
    .setTitle('Floor Targets')
    .setDescription('Figures in, progress and breaches out. Errors are RFC 9457 problem details; lists give {items, next}.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, base);
  const problem = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (operation !== undefined) operation.responses = { ...operation.responses, default: problem };
    }
  }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM } };
  return document;
}
