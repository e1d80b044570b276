import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { OpenApi } from './openapi.js';

/** The routes, for machines. */
@Controller('openapi.json')
@ApiExcludeController()
export class OpenApiController {
  constructor(private readonly openApi: OpenApi) {}

  @Get()
  read(): OpenAPIObject {
    return this.openApi.document();
  }
}
