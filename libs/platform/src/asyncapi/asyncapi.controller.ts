import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '../config/config.js';
import { asyncApi, type AsyncApiDocument } from './asyncapi.js';

/** The topics, for machines. */
@Controller('asyncapi.json')
@ApiExcludeController()
export class AsyncApiController {
  private made: AsyncApiDocument | undefined;

  constructor(private readonly config: Config) {}

  @Get()
  read(): AsyncApiDocument {
    return (this.made ??= asyncApi(this.config.kafka));
  }
}
