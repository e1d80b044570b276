import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropHalfSample, markSample, sampleState } from './sample-mark.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'floor-sample-'));
  mkdirSync(join(dir, 'blobs'));
  for (const name of ['log.sqlite', 'holder.json', 'blobs/a']) writeFileSync(join(dir, name), 'x');
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('the sample’s mark', () => {
  it('says how far it came, for good', () => {
    expect(sampleState(dir)).toBe('none');
    markSample(dir, 'half');
    expect(sampleState(dir)).toBe('half');
    markSample(dir, 'whole', { seed: 1 });
    expect(sampleState(dir)).toBe('whole');
  });
  it('lets a half-made sample be dropped, and nothing else ever', () => {
    const before = readdirSync(dir);
    dropHalfSample(dir, ['holder.json']);
    expect(readdirSync(dir)).toEqual(before);
    markSample(dir, 'half');
    dropHalfSample(dir, ['holder.json']);
    expect(readdirSync(dir)).toEqual(['holder.json']);
    writeFileSync(join(dir, 'log.sqlite'), 'x');
    markSample(dir, 'whole');
    dropHalfSample(dir, ['holder.json']);
    expect(readdirSync(dir)).toEqual(['holder.json', 'log.sqlite', 'sample.json']);
  });
});
