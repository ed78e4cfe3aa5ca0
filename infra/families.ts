import { jobs as homes } from '../functions/homes/jobs.ts';
import { jobs as money } from '../functions/money/jobs.ts';
import { jobs as notices } from '../functions/notices/jobs.ts';
import { jobs as service } from '../functions/service/jobs.ts';
import type { Job } from '../shared/events/job.ts';
import { contexts } from './contexts.ts';
import type { Family } from './stacks/family.ts';

/** The jobs of each family that has some. */
const jobs: Readonly<Record<string, readonly Job[]>> = { service, homes, money, notices };

/** All contexts by family, in the order of their first context. A context without a family is one alone. */
export const families: readonly Family[] = [...Map.groupBy(contexts, ({ family, name }) => family ?? name)].map(
  ([name, of]) => ({ name, contexts: of, jobs: jobs[name] ?? [] }),
);
