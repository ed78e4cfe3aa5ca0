import type { TestProject } from 'vitest/node';
import { backendForTests } from '../flow/backend-for-tests.ts';

/** A backend whose clock stands still, on a working day at ten in the morning: what is counted there is the same on every day. */
export default (project: TestProject) => backendForTests(project, new Date('2026-11-25T02:00:00.123Z'));
