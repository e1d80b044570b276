import { base } from '../jest.config.mjs';
import { suitesIn } from './published.mjs';

/** Crash tests, simulations, releases in any order: fewer rounds where CI is set, the full number by command. */
export default { ...base, maxWorkers: 2, testMatch: suitesIn('test/(faults|simulation)', ['e2e-spec']) };
