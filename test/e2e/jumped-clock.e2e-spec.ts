import type { Catalogue } from '#libs/catalogue';
import type { EventStore } from '#libs/event-store';
import { dayBegan, freezeConfig, NoFaults, readConfig, type ThreadCalls } from '#libs/platform';
import { LogFigures } from '#libs/figures';
import { PushProgress } from '../../libs/intake/src/http/push-progress.ts';
import { ReceiveSubmission, ReceiveSubmissionHandler } from '../../libs/intake/src/receive-submission.ts';
import type { RecordOrder } from '../../libs/intake/src/record-submission.ts';
import { Bodies, catalogueOf, fail, logInMemory, StoppedClock } from '../house/recorder.ts';

const AREA = 'E12000001';
const DAY = '11111111-1111-5111-8111-111111111111';

describe('a clock that has jumped by a year', () => {
  const bodies = new Bodies();
  let catalogue: Catalogue;
  beforeAll(async () => void (catalogue = await catalogueOf({})));
  afterAll(() => bodies.remove());

  function intake(store: EventStore, clock: StoppedClock): (value: number) => Promise<{ receipt: { released: string } }> {
    const recorder = bodies.recorder(store, catalogue, { blobs: bodies.blobs });
    const threads = { call: (_: string, __: string, order: RecordOrder) => recorder.record(order) } as unknown as ThreadCalls;
    const config = freezeConfig({ ...readConfig({ dataDir: bodies.dir }, {}) });
    const handler = new ReceiveSubmissionHandler(
      store,
      bodies.blobs,
      catalogue,
      clock,
      config,
      new NoFaults(),
      threads,
      new PushProgress(clock),
    );
    return async (value) => {
      const body = async function* (): AsyncGenerator<Uint8Array> {
        yield Buffer.from(`indicator,area,period,value\nhousing.households,${AREA},2001,${value}\n`);
      };
      const delivery = { feed: 'observations', name: 'a.csv', backfill: false, dryRun: false, by: 'test', body: body() };
      return fail(await handler.execute(new ReceiveSubmission(delivery))) as unknown as { receipt: { released: string } };
    };
  }

  it('makes no release date that outranks a later push: the date defaults to the last day that has begun by the log', async () => {
    const clock = new StoppedClock();
    const today = clock.moment.toISOString().slice(0, 10);
    const store = logInMemory(clock);
    await store.append('calendar', 0, [{ id: DAY, ...dayBegan(today) }]);
    const push = intake(store, clock);
    const right = clock.moment;
    clock.moment = new Date(right.getTime() + 366 * 86_400_000);
    expect((await push(1)).receipt.released).toBe(today);
    clock.moment = new Date(right.getTime() + 60_000);
    expect((await push(2)).receipt.released).toBe(today);
    const [known] = await LogFigures.of(store).series('housing.households', AREA);
    expect(known!.figure.value).toBe(2);
  });
});
