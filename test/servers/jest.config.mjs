import { base } from '../../jest.config.mjs';

/** What needs servers, and what can take a real one: one file after the other, for they share two cores and three servers. */
export default {
  ...base,
  maxWorkers: 1,
  testTimeout: 60_000,
  // Clients of servers that were killed may hold a timer for a while after they were let go.
  forceExit: true,
  testMatch: [
    '<rootDir>/(apps|libs)/**/*.int-spec.ts',
    // On the protocol server of the test tree these have run in `npm test`: they run again on a real one alone.
    ...(process.env['REAL_SERVERS']?.includes('eventstoredb') ? ['<rootDir>/libs/event-store/eventstoredb/**/*.spec.ts'] : []),
    '<rootDir>/test/(e2e|faults|servers)/**/*.int-spec.ts',
  ],
};
