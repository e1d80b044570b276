import { FakeKafka } from '../../libs/kafka/src/testing/fake-kafka.ts';
import { lookInto, readLog } from '../faults/log.ts';
import { BadHouse } from '../house/bad-house.ts';
import { consume, GROUP, headersOf, message, REFUSED, TOPIC } from '../house/messages.ts';
import { Bodies, catalogueOf, logInMemory } from '../house/recorder.ts';

/** What stands in a column that the profile does not name. */
const MARKER = 'Zebedee Quill';
const G = 'E08000037';

const WRONG = [
  `${MARKER},skills.nothing,${G},2001,1,`,
  `${MARKER},skills.pupils,E08999999,2001,1,`,
  `${MARKER},skills.pupils,${G},sometime,1,`,
  `${MARKER},skills.pupils,${G},2001,many,`,
  `${MARKER},skills.pupils,${G},2001,1,odd`,
  `${MARKER},skills.pupils,${G},2001`,
  `${MARKER},skills.pupils,${G},2001,1,,${MARKER}`,
  `${MARKER},skills.pupils,${G},2001,"1,\n${MARKER},skills.pupils,${G},2002,1,\n"${MARKER}",skills.pupils,${G},2002,1,`,
  `${MARKER},skills.pupils,${G},2003,1,`,
  `${MARKER},skills.pupils,${G},2003,2,`,
  `${MARKER},skills.pupils,${G},2004,1,`,
];

describe('a cell of a column that the profile does not name is quoted nowhere (issue 9, 4)', () => {
  const house = new BadHouse();
  beforeAll(() => house.furnish(), 60_000);
  afterAll(() => house.remove());

  it('in no answer, no page, no event, no health and no line of the process', async () => {
    const said: unknown[] = [];
    const ask = async (path: string): Promise<void> => void said.push((await house.request('GET', path)).body);
    const head = 'name,indicator,area,period,value,status';
    const pushed = await house.csv(`${head}\n${WRONG.join('\n')}\n`);
    expect([pushed.status, pushed.body.rows]).toEqual([201, { read: 11, taken: 1, refused: 10, ignored: 0 }]);
    said.push(pushed.body);
    for (const body of [`${MARKER},x,${G},2001,1\n`, `Name,Year\n${MARKER},2001\n`, `[{"name":"${MARKER}"}]`, `[{"name":"${MARKER}",`]) {
      const refused = await house.csv(body);
      expect(refused.status).toBe(422);
      said.push(refused.body);
    }
    const { submission } = pushed.body;
    await house.caughtUp();
    for (const path of [`/v1/submissions/${submission}`, `/v1/submissions/${submission}/refusals`, '/v1/submissions']) await ask(path);
    for (const path of [`/submissions/${submission}`, '/submissions', '/health/ready', '/metrics']) await ask(path);
    await house.post(`/v1/submissions/${submission}/withdrawal`, { why: 'A test takes it back' });
    said.push([...(await lookInto(house.dataDir, readLog)).values()], house.output);
    expect(JSON.stringify(said)).not.toContain('Zebedee');
  }, 60_000);
});

describe('a message’s key that is not read', () => {
  const bodies = new Bodies();
  afterAll(() => bodies.remove());

  it('is quoted in no reason of a dead letter', async () => {
    const kafka = new FakeKafka({ partitions: 1 });
    const log = logInMemory();
    await consume({ kafka, log, bodies, catalogue: await catalogueOf({}) });
    const odd = { value: 'many', name: MARKER };
    kafka.produce(TOPIC, message([odd, { ...odd, area: 'E08999999', value: 1 }]), {
      value: Buffer.from(`{"name":${MARKER}}`),
      headers: {},
    });
    await kafka.taken(GROUP, TOPIC, 5_000);
    const letters = kafka.messages(REFUSED).map(headersOf);
    expect(letters.map(({ code }) => code).sort()).toEqual(['bad-json', 'unknown-marker']);
    expect(JSON.stringify(letters)).not.toContain('Zebedee');
    await kafka.close();
    await log.close();
  });
});
