import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulation } from './simulation.ts';
import { areasCsv, figures, mergerCsv, monthOf, REGIONS, target } from './world.ts';

/** The last month whose figures may be pushed: before the real day on which this was written, whatever the clock says. */
const LAST_MONTH = 20;

/** Something that somebody does, or that happens to the machine. */
type Step = (on: Simulation) => Promise<void>;

const nextMonth = (on: Simulation): string => monthOf(Math.min(on.month++, LAST_MONTH));

/** By name, so that the history of a failed round can be read. */
const steps: Readonly<Record<string, Step>> = {
  'push a new month': (on) => on.pushFigures(figures(nextMonth(on), () => on.pick(1_000) / 1_000)),
  'revise a month': (on) =>
    on.pushFigures(figures(monthOf(on.pick(Math.max(1, Math.min(on.month, LAST_MONTH)))), () => on.pick(1_000) / 1_000)),
  'backfill a month': (on) =>
    on.pushFigures({ ...figures(monthOf(on.pick(LAST_MONTH)), () => on.pick(1_000) / 1_000), backfill: true, released: '2026-10-01' }),
  'push a backfilled file again, as news': async (on) => {
    const before = on.pushed.findLast(({ push }) => push.backfill);
    if (before) await on.pushFigures({ ...before.push, backfill: false });
  },
  'repeat a push': async (on) => {
    const before = on.pushed[on.pick(on.pushed.length)];
    if (before) await on.pushFigures(before.push);
  },
  'withdraw a submission': async (on) => {
    const before = on.pushed[on.pick(on.pushed.length)];
    if (before) await on.post(`/v1/submissions/${before.submission}/withdrawal`, { why: 'A mistake of the simulation' });
  },
  'reinstate a submission': async (on) => {
    const before = on.pushed[on.pick(on.pushed.length)];
    if (before) await on.post(`/v1/submissions/${before.submission}/reinstatement`, { why: 'It was right after all' });
  },
  'correct a target': async (on) => {
    await on.post('/v1/targets', { ...target('share', 4 + on.pick(3), 30 + on.pick(12)), version: { correction: { of: 1 } } });
  },
  'change a target': async (on) => {
    const version = { change: { appliesFrom: monthOf(on.pick(LAST_MONTH)) } };
    await on.post('/v1/targets', { ...target('rate', 4 + on.pick(3), 2 + on.pick(3)), version });
  },
  'move a district to another region': async (on) => {
    const moved = on.pick(4);
    await on.areas(areasCsv((n) => REGIONS[(n + (n === moved ? 1 : 0)) % 2]!));
  },
  'merge two districts': async (on) => void (await on.areas(mergerCsv(), '/v1/areas/import?name=merger.csv')),
  'stop and start, days later': async (on) => {
    await on.app.kill('SIGTERM');
    await on.makeRoom();
    on.days += 1 + on.pick(3);
    await on.start();
  },
  'read the pages': async (on) => void (await on.app.request('GET', '/v1/progress?limit=100').catch(() => undefined)),
};

const names = Object.keys(steps);

/** What disturbs a round: it gives what is still to happen of it, which is waited for before the checks. */
const disturbances: Readonly<Record<string, (on: Simulation) => Promise<unknown>>> = {
  none: async () => undefined,
  kill: (on) => {
    const { app } = on; // One that is started meanwhile is left alone.
    return sleep(on.pick(600)).then(() => app.kill());
  },
  'full disk': (on) => sleep(on.pick(300)).then(() => on.fillDisk()),
  'channel fails': async (on) => on.breakChannel(),
};

/** Some steps under one disturbance, both of them chosen by the simulation's numbers. */
export async function disturbedRound(on: Simulation): Promise<void> {
  const disturbance = Object.keys(disturbances)[on.pick(4)]!;
  on.history.push(`[${disturbance}]`);
  const disturbed = disturbances[disturbance]!(on);
  for (let n = 2 + on.pick(4); n > 0; n--) {
    const name = on.chance(0.35) ? names[0]! : names[on.pick(names.length)]!;
    on.history.push(name);
    await steps[name]!(on);
  }
  await disturbed;
  await on.makeRoom();
  await on.ensureRuns();
}
