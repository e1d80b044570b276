import { Global, Module } from '@nestjs/common';
import { Catalogue } from './catalogue.js';

/** The catalogue to ask, for every context of the thread that lists it; the event store comes from the house. */
@Global()
@Module({ providers: [Catalogue], exports: [Catalogue] })
export class CatalogueViewModule {}
