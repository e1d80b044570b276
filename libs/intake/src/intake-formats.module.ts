import { Global, Module } from '@nestjs/common';
import { type FeedDefinition, type IndicatorDefinition, ProfileChecker, Shipped } from '#libs/catalogue';
import { Refusal } from '#libs/kernel';
import { dataLabIndicators } from './formats/data-lab/indicators.js';
import { defaultFeeds } from './formats/default-feeds.js';
import { formats } from './formats/index.js';
import { elsIndicators } from './formats/ons-els/indicators.js';

/** What the built-in formats ship: a feed each, and the indicators that their profiles speak of. */
class ShippedFormats extends Shipped {
  readonly feeds: readonly FeedDefinition[] = defaultFeeds.map(({ profileVersion: _, ...feed }) => feed);
  readonly indicators: readonly IndicatorDefinition[] = [...elsIndicators, ...dataLabIndicators];
}

/** A profile is checked by the format that its feed names. */
class FormatProfiles extends ProfileChecker {
  override check({ format: name, profile }: FeedDefinition): Refusal | undefined {
    const format = formats.find((f) => f.name === name);
    if (format) return format.checkProfile(profile);
    return new Refusal(
      'unknown-format',
      `There is no format called ${name.slice(0, 60)}; there are ${formats.map((f) => f.name).join(', ')}.`,
    );
  }
}

/** What the catalogue may ask of the formats: the app lists it beside the catalogue. */
@Global()
@Module({
  providers: [
    { provide: Shipped, useClass: ShippedFormats },
    { provide: ProfileChecker, useClass: FormatProfiles },
  ],
  exports: [Shipped, ProfileChecker],
})
export class IntakeFormatsModule {}
