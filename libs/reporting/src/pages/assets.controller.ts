import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Refusal } from '#libs/kernel';
import { Public, refuse } from '#libs/platform';
import { stylesheet, stylesheetPath } from './stylesheet.js';

/** The stylesheet; its name changes with its content, so browsers may keep it. Nothing here says anything of anybody. */
@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  @Get(':file')
  @Public()
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=31536000, immutable')
  style(@Param('file') file: string): string {
    if (`/assets/${file}` !== stylesheetPath()) refuse(new Refusal('no-such-asset', 'There is no such file; load the page again.'), 404);
    return stylesheet().css;
  }
}
