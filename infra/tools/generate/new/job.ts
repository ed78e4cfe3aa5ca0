import type { ContextNames } from './context.ts';
import type { Draft } from './draft.ts';
import type { Name } from './names.ts';

/** Drafts a scheduled job that works on what is due of a context, with its deployment. */
export function draftJob(draft: Draft, names: ContextNames, job: Name, table: string): void {
  const { family, context, thing, folder, id } = names;
  const { camel, pascal } = thing;
  const shared = '../../../shared';
  draft.add(
    `${folder}/${job.kebab}.job.ts`,
    `
import { dueJob } from '${shared}/events/due-job.ts';
import { Transaction } from '${shared}/events/transaction.ts';
import { get } from '${shared}/store/table.ts';
import { ${context.camel} } from './${context.kebab}.store.ts';

/** Job: works on ${context.words} whose \`nextDueAt\` has come. Runs every five minutes. */
export const ${job.camel} = dueJob({
  name: '${job.kebab}',
  every: 'rate(5 minutes)',
  counts: ['done'],
  works: ({ act }) => [
    {
      kind: '${thing.kebab}',
      table: '${table}',
      work: async (${id}) => {
        const before = await get(${context.camel}, { ${id} });
        if (!before?.nextDueAt) return undefined;
        const after = { ...before, nextDueAt: undefined, updatedAt: act.recordedAt, version: before.version + 1 };
        await new Transaction().save(${context.camel}, after, before).commit();
        return { done: 1 };
      },
    },
  ],
});
`,
  );
  listJob(draft, names, job);
  const thingFile = `${folder}/${thing.kebab}.ts`;
  if (!draft.matches(thingFile, /nextDueAt/)) {
    const store = `${folder}/${context.kebab}.store.ts`;
    draft
      .change(
        thingFile,
        /\n( *)createdAt: z\.string\(\),/,
        (found) => `
    /** When a job looks at it next. */
    nextDueAt: z.string().optional(),${found}`,
      )
      .import(store, `import { dueKeys } from '${shared}/events/due.ts';`)
      .change(
        store,
        /indexes: \(\{ ([^}]*) \}\) => \(\{/,
        (_, fields) => `indexes: ({ ${fields}, nextDueAt }) => ({
    ...dueKeys('${thing.kebab}', ${id}, nextDueAt, updatedAt),`,
      );
  }
  const deployment = `infra/contexts/${family}/${context.kebab}.ts`;
  draft.import(deployment, `import { ${job.camel} } from '../../../${folder}/${job.kebab}.job.ts';`).change(
    deployment,
    /\n\};\s*$/,
    () => `
  jobs: ({ tables }) => [
    {
      job: ${job.camel},
      access: [tables.${table}.readWrite],
      impact: 'The ${context.words} that are due wait.',
    },
  ],
};
`,
  );
  draft.change(
    `${folder}/README.md`,
    /\nEvents:/,
    () => `\nJob: \`${job.kebab}.job.ts\`, for each ${pascal === camel ? pascal : thing.words} that is due.\n\nEvents:`,
  );
}

/** Adds a job to the list of its family, whose one function runs them all. */
function listJob(draft: Draft, { family, context }: ContextNames, job: Name): void {
  const list = `functions/${family}/jobs.ts`;
  if (!draft.has(list)) {
    draft
      .add(
        list,
        `
import type { Job } from '../../shared/events/job.ts';

/** Lists the scheduled jobs of the contexts of \`${family}\`. One function runs them. */
export const jobs: readonly Job[] = [];
`,
      )
      .add(
        `functions/${family}/jobs.lambda.ts`,
        `
import { jobsHandler } from '../../shared/events/job.ts';
import { jobs } from './jobs.ts';

export const handler = jobsHandler(jobs);
`,
      )
      .import('infra/families.ts', `import { jobs as ${family} } from '../functions/${family}/jobs.ts';`)
      .change('infra/families.ts', /= \{ (.*) \};/, (_, known) => `= { ${known}, ${family} };`);
  }
  draft
    .import(list, `import { ${job.camel} } from './${context.kebab}/${job.kebab}.job.ts';`)
    .change(list, /= \[(.*)\];/, (_, known) => `= [${known ? `${known}, ` : ''}${job.camel}];`);
}
