import { SqliteEventStore } from '#libs/event-store/sqlite';
import { randomUUID } from 'node:crypto';
import { columnsOf, figure, type Figure, LogFigures, registerStream, toRuns } from './index.js';

/** A log with a hand-made submission or two. */
class Log {
  private ms = Date.UTC(2024, 0, 1);
  readonly store = new SqliteEventStore(':memory:', { now: () => new Date((this.ms += 1000)) });
  private readonly versions = new Map<string, number>();

  async put(stream: string, type: string, data: object): Promise<string> {
    const version = this.versions.get(stream) ?? 0;
    this.versions.set(stream, version + 1);
    return (await this.store.append(stream, version, [{ id: randomUUID(), type, data }])).position;
  }

  /** What a submission says of crime.burglary in E01008162 and E01008163, May 2020; not completed yet. */
  state(submission: string, released: string, figures: Figure[], type = 'FiguresRecorded', areas?: string[]): Promise<string> {
    const cells = [{ period: 'M2020-05', areas: toRuns(figures.map((_, i) => i)), ...columnsOf(figures), row: figures.map(() => 1) }];
    return this.put(registerStream('crime.burglary', 'E01008162', '2020'), type, {
      v: 1,
      submission,
      released,
      ...(areas ? { areas } : {}),
      cells,
    });
  }

  complete(submission: string, attempt = 1): Promise<string> {
    return this.put(`submission-${submission}`, 'SubmissionCompleted', { attempt });
  }
}

const valuesOf = async (figures: LogFigures): Promise<(number | null)[]> =>
  (await figures.series('crime.burglary', 'E01008162')).map((k) => k.figure.value);

describe('figures from the log', () => {
  it('count from the completion of their submission, and not before', async () => {
    const log = new Log();
    const figures = LogFigures.of(log.store);
    await log.state('aa', '2020-06-01', [figure(3), figure(5)], 'FiguresRecorded', ['62', '63']);
    expect(await valuesOf(figures)).toEqual([]);
    await log.complete('aa');
    expect(await valuesOf(figures)).toEqual([3]);
  });

  it('are those of the greatest release date, whatever came last', async () => {
    const log = new Log();
    await log.state('aa', '2020-07-01', [figure(3)], 'FiguresRecorded', ['62']);
    await log.complete('aa');
    await log.state('bb', '2020-06-01', [figure(9)]);
    await log.complete('bb');
    expect(await valuesOf(LogFigures.of(log.store))).toEqual([3]);
  });

  it('can be asked as of a position, a moment and a release date', async () => {
    const log = new Log();
    const figures = LogFigures.of(log.store);
    await log.state('aa', '2020-06-01', [figure(3)], 'FiguresRecorded', ['62']);
    const first = await log.complete('aa');
    await log.state('bb', '2020-07-01', [figure(4)]);
    await log.complete('bb');
    expect(await valuesOf(figures)).toEqual([4]);
    expect(await valuesOf(figures.at({ position: first }))).toEqual([3]);
    expect(await valuesOf(figures.at({ moment: '2023-12-31T00:00:00Z' }))).toEqual([]);
    expect(await valuesOf(figures.at({ releasedBy: '2020-06-30' }))).toEqual([3]);
  });

  it('leave out what was withdrawn, from its withdrawal on, until it is sent again', async () => {
    const log = new Log();
    const figures = LogFigures.of(log.store);
    await log.state('aa', '2020-06-01', [figure(3)], 'FiguresRecorded', ['62']);
    await log.complete('aa');
    await log.state('bb', '2020-07-01', [figure(4)]);
    const before = await log.complete('bb');
    await log.put('submission-bb', 'SubmissionWithdrawn', {});
    expect(await valuesOf(figures)).toEqual([3]);
    expect(await valuesOf(figures.at({ position: before }))).toEqual([4]);
    await log.complete('bb', 2);
    expect(await valuesOf(figures)).toEqual([4]);
  });

  it('know their row, release and submission, without the number of the attempt', async () => {
    const log = new Log();
    await log.state('aa.2', '2020-06-01', [figure(3)], 'FiguresRecorded', ['62']);
    await log.complete('aa', 2);
    const [known] = await LogFigures.of(log.store).series('crime.burglary', 'E01008162');
    expect(known!.provenance).toEqual({
      submission: 'aa',
      row: 1,
      released: '2020-06-01',
      recordedAt: expect.stringMatching(/^2024-01-01T/),
    });
  });
});
