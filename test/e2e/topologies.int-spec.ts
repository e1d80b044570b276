import { differences } from '../faults/read-models.ts';
import { TestHouse } from '../house/house.ts';
import { ServersHouse, serversAtHand } from '../house/servers-house.ts';
import { play, type Told } from '../scenario/scenario.ts';

describe('one scenario, in one process on embedded stores and in five on servers', () => {
  const house = new TestHouse();
  const servers = new ServersHouse(serversAtHand());
  let embedded: Told;
  let distributed: Told;

  beforeAll(async () => {
    embedded = await play(await house.start());
    distributed = await play(await servers.start());
  }, 600_000);
  afterAll(async () => {
    await house.remove();
    await servers.remove();
  }, 60_000);

  it.each(['answers', 'series', 'progress', 'breaches', 'alerts'] as const)('tells the same %s', (what) => {
    expect(differences(distributed[what], embedded[what])).toEqual([]);
    expect(JSON.stringify(embedded[what]).length).toBeGreaterThan(2_000);
  });

  it('ends within ten seconds of being asked', async () => {
    const since = performance.now();
    expect(await servers.end('SIGTERM')).toEqual([0, 0, 0, 0, 0]);
    expect(performance.now() - since).toBeLessThan(10_000);
  }, 30_000);
});
