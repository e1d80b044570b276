/** Who may import whom (docs/adr/0001). Each rule says why in one sentence. */
const tests = '[.](spec|int-spec|e2e-spec|published-spec|contract)[.]ts$';
const contexts = '(catalogue|intake|assessment|alerting|reporting)';

/** A driver and the folders that may import it. */
const driver = (name, from, comment) => ({
  name: `${name.replace(/[^a-z0-9]+/g, '-').replace(/^-/, '')}-in-its-place`,
  severity: 'error',
  comment,
  from: { path: '^(apps|libs)/', pathNot: `${from}|${tests}` },
  to: { path: `^node_modules/(@types/)?${name}(/|$)` },
});

module.exports = {
  forbidden: [
    {
      name: 'kernel-and-statistics-import-nothing',
      severity: 'error',
      comment: 'They are the ground that everything stands on, so they stand on nothing.',
      from: { path: '^libs/(kernel|statistics)/src/', pathNot: tests },
      to: { pathNot: '^libs/$1/src/' },
    },
    {
      name: 'figures-stand-on-the-kernel',
      severity: 'error',
      comment: 'The fold of registers is pure and serves three contexts; of others it knows types, and of stores the port.',
      from: { path: '^libs/figures/src/', pathNot: tests },
      to: { path: '^(libs|apps|node_modules)/', pathNot: '^libs/(figures|kernel|event-store)/src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'A rule is a function of what it is given. A package that is a pure function itself may serve it.',
      from: { path: '^libs/([^/]+)/src/domain/', pathNot: tests },
      to: {
        pathNot: '^libs/$1/src/domain/|^libs/(kernel|statistics|figures)/|^node_modules/fastest-levenshtein/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'contexts-share-types',
      severity: 'error',
      comment:
        'Contexts hear each other through the log; of another one a context knows the shape of events, never code. The catalogue is the vocabulary that all of them speak, so its door may be injected.',
      from: { path: `^libs/${contexts}/src/`, pathNot: tests },
      to: { path: `^libs/(intake|assessment|alerting|reporting)/`, pathNot: '^libs/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-catalogue-knows-no-context',
      severity: 'error',
      comment: 'Words do not depend on what is said with them.',
      from: { path: '^libs/catalogue/src/', pathNot: tests },
      to: { path: '^libs/(intake|assessment|alerting|reporting)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contexts-see-ports-not-adapters',
      severity: 'error',
      comment: 'Nothing in a context may know what it runs on; platform chooses the adapters.',
      from: { path: `^libs/(${contexts}|event-feed|figures)/src/`, pathNot: `${tests}|/testing/` },
      to: { path: '^libs/(event-store|read-store|blob-store|kafka)/(sqlite|folder|eventstoredb|mongodb|gridfs|kafkajs)/' },
    },
    {
      name: 'platform-knows-no-context',
      severity: 'error',
      comment: 'The house is built before its tenants are known: apps bring contexts to platform.',
      from: { path: '^libs/(platform|event-feed|event-store|read-store|blob-store)/', pathNot: tests },
      to: { path: `^libs/${contexts}/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      comment: 'An app is a list of libs, so a lib that knows an app knows too much.',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-never-import-apps',
      severity: 'error',
      comment: 'Apps are deployed alone.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'one-door-a-lib',
      severity: 'error',
      comment: 'What is not said at the door may change without asking; contracts are the one other way in, for tests.',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/$2/', '^libs/[^/]+/src/index[.]ts$', '^libs/[^/]+/[^/]+/src/index[.]ts$', '[.]contract[.]ts$'],
      },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      comment: 'What runs for users does not carry test code.',
      from: { path: '^(libs|apps)/', pathNot: `${tests}|/testing/` },
      to: { path: `${tests}|^test/` },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      comment: 'A package that only development installs is not there when the product runs.',
      from: { path: '^(libs|apps)/', pathNot: `${tests}|/testing/` },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    driver('better-sqlite3', '^libs/[^/]+/sqlite/', 'SQLite is one adapter of several, so its driver stays in its folder.'),
    driver(
      '@eventstore/db-client',
      '^libs/event-store/eventstoredb/',
      'EventStoreDB is one adapter of several, so its client stays in its folder.',
    ),
    driver('mongodb', '^libs/(read-store/mongodb|blob-store/gridfs|mongodb)/', 'MongoDB serves three folders; everybody else asks a port.'),
    driver(
      'kafkajs',
      '^libs/kafka/',
      'Whoever speaks to Kafka does so through #libs/kafka, where supervision, SASL and back-off are settled once.',
    ),
    driver(
      '(nunjucks|echarts|govuk-frontend)',
      '^libs/reporting/|^libs/platform/src/pages/',
      'Pages are drawn by reporting, in the frame that platform may give them.',
    ),
    driver('(commander|cli-progress|cli-table3)', '^apps/cli/', "A terminal is the command line's concern alone."),
    driver('prom-client', '^libs/platform/', 'Metrics are shown by platform; contexts give numbers.'),
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Files that need each other are one file in two places.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
