import { command } from '../../infra/local/command.ts';

/*
 * `npm run bench-refusals [-- OPERATION ...]`: measures the CPU time of hostile requests in this process,
 * minus that of refusing an empty body of the same operation. The figures depend on the machine, so no test
 * asserts them.
 */

const usage = 'Usage: npm run bench-refusals -- [OPERATION]...';

// The product is loaded when it is needed.
await command({ usage, options: {}, takes: 'words' }, async (_, ...wanted) => {
  const { measureRefusals } = await import('./measure-refusals.ts');
  await measureRefusals(wanted);
});
