import { areasNamed, vintages } from '../house/els.ts';
import type { HouseClient } from '../house/client.ts';
import { hasShared } from '../house/house.ts';
import { districtFiles } from '../house/northumbria.ts';

const SERIES = ['healthy-life-expectancy'];
const files = hasShared ? vintages(...SERIES) : [];

const areas = ['E12000001', 'E12000003', 'E08000021', 'E06000001', 'E92000001'];

/** Some of the series of the published vintages, also as they were known on a day of release. */
export const vintageSeries: readonly string[] = hasShared
  ? areas.flatMap((area) => [
      `health.healthy-life-expectancy-male/${area}`,
      `health.healthy-life-expectancy-female/${area}?releasedBy=2024-12-19`,
    ])
  : [];

/** Published vintages of one series, the newest first, then one of them taken back and reinstated. */
export async function sendVintages(house: HouseClient): Promise<void> {
  if (!hasShared) return;
  for (const file of districtFiles) await house.importAreas(file);
  await house.stateAreas(areasNamed(files));
  for (const { path } of [...files].reverse()) await house.push({ feed: 'ons-els', file: path });
  const again = { feed: 'ons-els', file: files[0]!.path };
  const { submission } = await house.push(again);
  await house.post(`/v1/submissions/${submission}/withdrawal`, { why: 'Sent by mistake, for this test' });
  await house.post(`/v1/submissions/${submission}/reinstatement`, { why: 'It was right after all' });
}
