// Reading how many tests passed, failed and were skipped from the reports of Vitest and Playwright.

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * From Vitest's JSON report. Where a suite failed without a failed test (it could not be loaded, a hook threw, there
 * was no adapter), the tests that it therefore left out count as failed, and the suite itself where it had none.
 * @param {any} report
 * @returns {Counts}
 */
export const vitestCounts = (report) => total(report.testResults.map(suiteCounts));

/** @param {any} suite @returns {Counts} */
function suiteCounts({ status, assertionResults }) {
  const count = (/** @type {string[]} */ ...states) =>
    assertionResults.filter((/** @type {any} */ test) => states.includes(test.status)).length;
  const passed = count('passed');
  const failed = count('failed');
  const skipped = assertionResults.length - passed - failed;
  if (status !== 'failed' || failed > 0) return { passed, failed, skipped };
  return { passed, failed: Math.max(1, skipped), skipped: 0 };
}

/**
 * From Playwright's JSON report. A test that passed only when tried again counts as failed; so does each error
 * outside tests.
 * @param {any} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * The counts of a part, given its report (or none) and whether its process succeeded: what failed must show, and a
 * part that ran nothing has failed.
 * @param {Counts | undefined} counts
 * @param {boolean} succeeded
 * @returns {Counts}
 */
export function honest(counts, succeeded) {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const hidden = failed === 0 && (!succeeded || passed === 0);
  return { passed, failed: hidden ? 1 : failed, skipped };
}

/** @param {Counts[]} parts @returns {Counts} */
export const total = (parts) =>
  parts.reduce(
    (sum, part) => ({
      passed: sum.passed + part.passed,
      failed: sum.failed + part.failed,
      skipped: sum.skipped + part.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** The one line: `12 passed, 1 failed`, and `, 2 skipped` where any were. @param {Counts} counts */
export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
