import { covers } from '../domain/checks.js';
import { shippedIndicators } from '../reading/testing/catalogue-stub.js';
import { parseProfile } from '../reading/profile/parse-profile.js';
import type { Profile } from '../reading/profile/profile.js';
import { defaultFeeds } from './default-feeds.js';
import { formats } from './index.js';

describe('the default feeds', () => {
  it('are one for each format, and bear its name', () =>
    expect(defaultFeeds.map(({ code }) => code)).toEqual(formats.map(({ name }) => name)));

  it.each(defaultFeeds.map((feed) => [feed.code, feed] as const))('%s has a profile that holds, as data alone', (_, feed) => {
    const format = formats.find(({ name }) => name === feed.format)!;
    expect(format.checkProfile(feed.profile)).toBeUndefined();
    expect(JSON.parse(JSON.stringify(feed.profile))).toEqual(feed.profile);
  });

  it.each(defaultFeeds.map((feed) => [feed.code, feed] as const))('%s maps names to shipped indicators that it may state', (_, feed) => {
    const profile = parseProfile(feed.profile) as Profile;
    const codes = [...profile.indicators.values()].flat().map(({ code }) => code);
    expect(codes.filter((code) => !shippedIndicators.some((shipped) => shipped.code === code) || !covers(feed.indicators, code))).toEqual(
      [],
    );
  });
});
