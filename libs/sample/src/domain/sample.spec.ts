import { isAreaCode, isDate } from '#libs/kernel';
import { type Sample, sampleOf, type SamplePush } from './sample.js';

const sample = sampleOf(1);
const linesOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
const rowsOf = ({ text }: SamplePush): string[][] => linesOf(text);
const named = (part: string, of: Sample = sample): SamplePush[] => of.pushes.filter(({ path }) => path.startsWith(part));

/** Byar's lower limit of a count: the arithmetic of the textbook, not of the product. */
const byarLower = (n: number, z: number): number => n * (1 - 1 / (9 * n) - z / (3 * Math.sqrt(n))) ** 3;
/** Wilson's upper limit of a proportion, in per cent. */
const wilsonUpper = (n: number, of: number, z: number): number => {
  const p = n / of;
  return (100 * (p + (z * z) / (2 * of) + z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of)))) / (1 + (z * z) / of);
};

/** Burglaries per 1,000 households in 2024, as a count and a rate's divisor. */
function burgled(district: string, of: Sample): { count: number; households: number } {
  const in2024 = named('police/2024', of).flatMap(rowsOf);
  const count = in2024.filter((cells) => cells[8]!.startsWith(district) && cells[9] === 'Burglary').length;
  const code = linesOf(of.areas[0]!.text).find(([, name, type]) => name === district && type === 'district')![0]!;
  const households = rowsOf(named('households/2024', of)[0]!).find(([, area]) => area === code)!;
  return { count, households: Number(households[3]) };
}

describe('the sample', () => {
  it('is the same for the same seed and another for another', () => {
    expect(sampleOf(1)).toEqual(sample);
    expect(sampleOf(2).pushes).not.toEqual(sample.pushes);
  });

  it('names each area once by a code that the ONS does not give out', () => {
    const [districts, smallAreas] = sample.areas.map(({ text }) => linesOf(text));
    const codes = [...districts!, ...smallAreas!].map(([code]) => code!);
    expect(codes.every((code) => isAreaCode(code) && code.slice(3, 6).includes('99'))).toBe(true);
    expect(new Set(smallAreas!.map(([code]) => code)).size).toBe(60);
  });

  it('is pushed in order of release, all of it in the past', () => {
    const released = sample.pushes.map((push) => push.released);
    expect(released).toEqual([...released].sort());
    expect(released.every((date) => isDate(date) && date < '2025-06-01')).toBe(true);
    expect(new Set(sample.pushes.map(({ path }) => path)).size).toBe(sample.pushes.length);
  });

  it('has 24 months of incidents in the columns that forces publish', () => {
    const police = named('police/');
    expect(police).toHaveLength(24);
    expect(police.flatMap(rowsOf).every((cells) => cells.length === 12)).toBe(true);
    expect(police.every((push) => rowsOf(push).length > 200)).toBe(true);
    expect(rowsOf(sample.next).every(([, month]) => month === '2025-01')).toBe(true);
  });

  it('states no observation twice in one file', () => {
    for (const push of sample.pushes.filter(({ feed }) => feed === 'observations')) {
      const keys = rowsOf(push).map((cells) => cells.slice(0, 3).join(' '));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

describe('the story of the sample', () => {
  const floor = 3 * (5.2 - 0.12);

  it.each([1, 2, 3, 99])('ends with Northmoor beyond the floor without doubt and Stonebeck within noise of it (seed %i)', (seed) => {
    const of = sampleOf(seed);
    const northmoor = burgled('Northmoor', of);
    const stonebeck = burgled('Stonebeck', of);
    expect((1000 * byarLower(northmoor.count, 3.0902)) / northmoor.households).toBeGreaterThan(floor);
    expect((1000 * byarLower(stonebeck.count, 1.96)) / stonebeck.households).toBeGreaterThan(floor);
    expect((1000 * byarLower(stonebeck.count, 3.0902)) / stonebeck.households).toBeLessThan(floor);
  });

  it.each([1, 2, 2001])('has the month after the last take Easthaven from below the floor to beyond it without doubt (seed %i)', (seed) => {
    const of = sampleOf(seed);
    const burgledIn = (push: SamplePush): number =>
      rowsOf(push).filter((cells) => cells[8]!.startsWith('Easthaven') && cells[9] === 'Burglary').length;
    const { count, households } = burgled('Easthaven', of);
    expect((1000 * count) / households).toBeLessThan(floor);
    const withNext = count - burgledIn(named('police/2024-01', of)[0]!) + burgledIn(of.next);
    expect((1000 * byarLower(withNext, 3.0902)) / households).toBeGreaterThan(3 * (5.2 - 0.01));
  });

  it('has Easthaven fall below 38% and recover, and takes back what looked so of Millbridge', () => {
    const percent = (file: string, area: string): [number, number] => {
      const cells = rowsOf(named(`gcse/${file}`)[0]!).find(([, code]) => code === area)!;
      return [Number(cells[4]), Number(cells[5])];
    };
    expect(wilsonUpper(...percent('2021-22-provisional', 'E08999002'), 3.0902)).toBeLessThan(38);
    const [passed, pupils] = percent('2023-24-final', 'E08999002');
    expect(passed / pupils).toBeGreaterThan(0.45);
    expect(wilsonUpper(...percent('2023-24-provisional', 'E08999004'), 3.0902)).toBeLessThan(38);
    const [after, all] = percent('2023-24-final', 'E08999004');
    expect(after / all).toBeGreaterThan(0.42);
  });
});
