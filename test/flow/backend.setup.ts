import type { TestProject } from 'vitest/node';
import { houseForTests } from './backend-for-tests.ts';

/** One house for all flow tests. Each test file has an estate of its own. */
export default (project: TestProject) => houseForTests(project);
