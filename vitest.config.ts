import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that begin: first those that mostly wait (for restarts), then those that take longest. */
const first = /killed|every-post|inspection-orders|handover-day|payments\.test|closes|dunning|budget|text\.test/;

/** Begins with what takes longest or waits most, so that nothing goes on alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      if (/killed/.test(moduleId)) return 0;
      return first.test(moduleId) ? 1 : 2;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

// A synth checks its templates by AWS's rules, which costs as much as the synth. Here test/infra/nag does, once a stage.
process.env.CDK_VALIDATION = 'false';

// Nothing here measures a time: these limits only end what hangs. A test that asserted nothing has failed.
const patient = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  teardownTimeout: 60_000,
  expect: { requireAssertions: true },
};

export default defineConfig({
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Rules are pure: their files share one set of loaded modules, which saves a third of their time.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false, ...patient } },
      // Files of the infrastructure share the CDK, which takes longer to load than most of them take to run.
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          exclude: ['test/infra/local/**'],
          isolate: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'fault',
          include: ['test/fault/**/*.test.ts', 'test/infra/local/**/*.test.ts'],
          globalSetup: 'test/fault/engine.setup.ts',
          ...patient,
        },
      },
      {
        test: {
          name: 'flow',
          include: ['test/flow/**/*.test.ts', 'test/browser/**/*.test.ts'],
          globalSetup: 'test/flow/backend.setup.ts',
          ...patient,
        },
      },
      {
        test: {
          name: 'bench',
          include: ['test/bench/**/*.test.ts'],
          globalSetup: 'test/bench/backend.setup.ts',
          ...patient,
        },
      },
    ],
  },
});
