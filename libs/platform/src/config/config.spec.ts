import { resolve } from 'node:path';
import { BadSettings, readConfig } from './config.js';

const problems = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig({}, env);
    return [];
  } catch (error) {
    return (error as BadSettings).problems;
  }
};

describe('the settings', () => {
  it('have a default each, and are frozen', () => {
    const config = readConfig({}, { PATH: '/bin' });
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, log: 'text', fault: null, url: null, partitionBytes: 50_331_648 });
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });
  it('mean the sample when no folder is given, and say so', () =>
    expect(readConfig({}, {})).toMatchObject({ dataDir: resolve('data/sample'), sample: true }));
  it('never mix the sample with an own folder', () => {
    expect(readConfig({}, { FLOOR_DATA_DIR: 'mine' })).toMatchObject({ dataDir: resolve('mine'), sample: false });
    expect(readConfig({ empty: true }, {})).toMatchObject({ dataDir: resolve('data/own'), sample: false });
  });
  it('treat an empty text as left out', () =>
    expect(readConfig({}, { FLOOR_PORT: '', FLOOR_URL: '' })).toMatchObject({ port: 3000, url: null }));
  it('read a fault point with and without its count', () => {
    expect(readConfig({}, { FLOOR_FAULT: 'complete' }).fault).toEqual({ name: 'complete', nth: 1 });
    expect(readConfig({}, { FLOOR_FAULT: 'register-append:12' }).fault).toEqual({ name: 'register-append', nth: 12 });
  });
  it.each([
    ['FLOOR_PORT', '70000'],
    ['FLOOR_PORT', '3e3'],
    ['FLOOR_HOST', 'a b'],
    ['FLOOR_URL', 'ftp://x'],
    ['FLOOR_LOG', 'xml'],
    ['FLOOR_ROWS_MAX', '-1'],
    ['FLOOR_BODY_BYTES_MAX', '1GB'],
    ['FLOOR_FAULT', 'complete:0'],
  ])('refuse %s=%s and name the setting', (name, text) =>
    expect(problems({ [name]: text })).toEqual([expect.stringMatching(new RegExp(`^${name} must be .*"${text}"`))]),
  );
  it('name every mistake at once, unknown names too', () =>
    expect(problems({ FLOOR_PROT: '1', FLOOR_LOG: 'no' })).toEqual([
      expect.stringContaining('FLOOR_PROT is not a setting'),
      expect.stringContaining('FLOOR_LOG must be json or text'),
    ]));
  it('never repeat a token', () => expect(problems({ FLOOR_TOKEN: 'se cret' }).join()).not.toContain('cret'));
});
