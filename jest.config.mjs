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
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};

export default {
  ...base,
  testMatch: [
    '<rootDir>/(apps|libs)/**/*.spec.ts',
    '<rootDir>/test/servers/**/*.spec.ts',
    '<rootDir>/test/(e2e|faults|golden)/**/*.e2e-spec.ts',
  ],
};
