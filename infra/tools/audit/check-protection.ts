import { command } from '../../local/command.ts';
import { stages } from '../../stages.ts';
import { lookUpProtection } from './deployed-protection.ts';
import { judgeProtection } from './protection.ts';

/*
 * `npm run check-protection -- --stage production`: asks AWS whether the stacks, tables and the pool of a
 * stage are protected from deletion, and prints for each what to do. It only reads, with the region and
 * credentials of the AWS CLI. It exits with 1 when something is not protected.
 */

const usage = `Usage: npm run check-protection -- --stage ${stages.map(({ name }) => name).join('|')}`;

const options = { stage: { type: 'string' } } as const;

await command({ usage, options }, async (values) => {
  const stage = stages.find(({ name }) => name === values.stage);
  if (!stage) throw new Error(`Give a stage: --stage ${stages.map(({ name }) => name).join(' | ')}`);
  if (stage.throwAway) {
    console.log(`The data of the stage ${stage.name} is deleted with its stacks, so nothing is protected.`);
    return;
  }
  const findings = judgeProtection(stage, await lookUpProtection(stage));
  for (const { what, isRight, advice } of findings) console.log(`${isRight ? '✓' : '✗'} ${what.padEnd(16)} ${advice}`);
  process.exitCode = findings.every(({ isRight }) => isRight) ? 0 : 1;
});
