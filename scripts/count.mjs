// The closing line of CI, from Jest's own counts: tests that failed, and steps that failed without any.
import { existsSync, readFileSync } from 'node:fs';

const [steps = '0', ...files] = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
for (const file of files) {
  if (!existsSync(file)) continue; // The step that should have written it has failed, and is counted.
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
  total.passed += numPassedTests;
  total.failed += numFailedTests + numRuntimeErrorTestSuites;
}
const failed = Math.max(total.failed, Number(steps));
process.stdout.write(`${total.passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && total.passed > 0 ? 0 : 1);
