/** Writes ascending indexes as runs: first, length, first, length ... */
export function toRuns(indexes: ArrayLike<number>): number[] {
  const runs: number[] = [];
  for (let i = 0; i < indexes.length;) {
    const first = indexes[i]!;
    let length = 1;
    while (i + length < indexes.length && indexes[i + length] === first + length) length++;
    runs.push(first, length);
    i += length;
  }
  return runs;
}

/** The indexes that the runs stand for. */
export function fromRuns(runs: readonly number[]): number[] {
  const indexes: number[] = [];
  for (let i = 0; i < runs.length; i += 2) {
    for (let k = 0; k < runs[i + 1]!; k++) indexes.push(runs[i]! + k);
  }
  return indexes;
}

/** Numbers as the first and then differences, which pack small when they step evenly. */
export function toSteps(numbers: ArrayLike<number>): number[] {
  const steps = new Array<number>(numbers.length);
  for (let i = 0, before = 0; i < numbers.length; i++) {
    steps[i] = numbers[i]! - before;
    before = numbers[i]!;
  }
  return steps;
}

/** The numbers that the steps stand for. */
export function fromSteps(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => (sum += step));
}
