import tseslint from 'typescript-eslint';

/** What a rule of the domain may not touch: it is a function of what it is given. */
const given = 'A rule in domain/ is a function of what it is given:';
const impure = [
  { name: 'Date', message: `${given} take the date or moment with the command.` },
  { name: 'process', message: `${given} take settings with the command.` },
  { name: 'setTimeout', message: `${given} time enters by the log (DayBegan).` },
  { name: 'setInterval', message: `${given} time enters by the log (DayBegan).` },
  { name: 'console', message: `${given} return what is to be known.` },
  { name: 'fetch', message: `${given} read before, decide after.` },
  { name: 'crypto', message: `${given} take ids with the command; hashes of names are uuid5.` },
  { name: 'performance', message: `${given} take the moment with the command.` },
];

/** A driver is imported by its adapter alone; here by the folder that may. */
const drivers = {
  'better-sqlite3': 'Use the EventStore or ReadStore port.',
  '@eventstore/db-client': 'Use the EventStore port.',
  mongodb: 'Use the ReadStore or BlobStore port.',
  kafkajs: 'Use #libs/kafka, where supervision and back-off are settled once.',
  '@duckdb/node-api': 'DuckDB is what the benches compare with; it is no part of the product.',
};

const sizes = (lines) => ({
  'max-lines': ['error', { max: lines, skipBlankLines: false, skipComments: false }],
  complexity: ['error', 10],
  'max-depth': ['error', 3],
});

/** Four parameters are enough for a function; a constructor lists what is injected, and a route what it reads. */
const parameters = {
  selector: [
    'FunctionDeclaration[params.length>4]',
    'VariableDeclarator > ArrowFunctionExpression[params.length>4]',
    "MethodDefinition[kind='method'] > FunctionExpression[params.length>4]",
  ].join(', '),
  message: 'More than four parameters: give them as one object with names.',
};

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', '**/testdata/', 'test/golden/events/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...sizes(200),
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true, IIFEs: true }],
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', parameters],
      // The few rules that need types and have paid for it: a promise let go is a fault nobody sees.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }], // What was caught is thrown on as it is.
      '@typescript-eslint/no-non-null-assertion': 'off', // After a bound is checked, `!` says so in less.
      // Injected classes and DTOs must be value imports: their decorators' metadata needs the value.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
      'no-restricted-imports': ['error', { paths: Object.entries(drivers).map(([name, message]) => ({ name, message })) }],
    },
  },
  { files: ['**/*.controller.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['libs/*/{sqlite,eventstoredb,mongodb,gridfs}/**/*.ts', 'libs/{kafka,mongodb}/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['libs/*/src/domain/**/*.ts', 'libs/kernel/src/**/*.ts', 'libs/statistics/src/**/*.ts', 'libs/figures/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.published-spec.ts', '**/*.contract.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impure],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: `${given} take a seed with the command.` }],
    },
  },
  // The clock's port names the type that it gives.
  { files: ['libs/kernel/src/clock.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.published-spec.ts', '**/*.contract.ts', '**/*.e2e-spec.ts', 'test/**/*.ts'],
    rules: {
      ...sizes(300),
      'max-lines-per-function': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-imports': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.base],
    rules: { ...sizes(200), 'prefer-const': 'error', eqeqeq: ['error', 'always'] },
  },
);
