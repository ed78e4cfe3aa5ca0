import { defineConfig } from 'vitest/config';

// Nothing here measures a time: these limits only end what hangs. A test that asserted nothing has failed.
const patient = {
  ...{ testTimeout: 600_000, hookTimeout: 600_000, teardownTimeout: 60_000 },
  expect: { requireAssertions: true },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'rules',
          include: ['test/unit/**/*.test.ts', 'test/infra/**/*.test.ts', 'test/fault/**/*.test.ts'],
          ...patient,
        },
      },
      {
        test: {
          name: 'flow',
          include: ['test/flow/**/*.test.ts', 'test/browser/**/*.test.ts'],
          globalSetup: 'test/flow/house.setup.ts',
          ...patient,
        },
      },
      {
        test: {
          name: 'bench',
          include: ['test/bench/**/*.test.ts'],
          globalSetup: 'test/bench/house.setup.ts',
          ...patient,
        },
      },
    ],
  },
});
