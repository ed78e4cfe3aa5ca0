import type { TestProject } from 'vitest/node';
import { backendForTests } from '../flow/backend-for-tests.ts';

/**
 * Starts a backend with a stopped clock, on a working day
 * at ten, so that its costs are the same on every day.
 */
export default (project: TestProject) => backendForTests(project, new Date('2026-11-25T02:00:00.123Z'));
