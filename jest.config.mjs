import { suitesIn } from './test/published.mjs';

/** Sources are tested as they stand: the `source` condition keeps Jest from an old dist/. */
export const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Two cores are shared with whatever else runs on the machine.
  testTimeout: 20_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};

/** What `npm test` runs: all but the long suites (test/long.config.mjs), those on servers and those in a browser. */
export default {
  ...base,
  maxWorkers: '100%',
  testMatch: [
    ...suitesIn('(apps|libs)', ['spec']),
    ...suitesIn('test/(e2e|golden)', ['e2e-spec']),
    '<rootDir>/test/(e2e|house|servers)/**/*.spec.ts',
  ],
};
