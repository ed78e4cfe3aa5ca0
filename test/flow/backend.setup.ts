import type { TestProject } from 'vitest/node';
import { backendForTests } from './backend-for-tests.ts';

/** Starts one backend for all flow tests. Each test file has an estate of its own. */
export default (project: TestProject) => backendForTests(project);
