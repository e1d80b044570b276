import { base } from '../../jest.config.mjs';

/** The pages in a real browser: npm run test:browser. It wants Chromium at /usr/bin/chromium, or where CHROMIUM says. */
export default { ...base, testMatch: ['<rootDir>/test/browser/**/*.browser-spec.ts'], testTimeout: 60_000 };
