import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { composed } from './assembly.ts';

beforeAll(() => void vi.stubEnv('CDK_VALIDATION', 'true'));
afterAll(() => void vi.unstubAllEnvs());

test.each(stages.map(({ name }) => name))('The %s stage has no cdk-nag finding without a reason', async (stage) => {
  const app = await composed(stage, (one) =>
    Validations.of(one).addPlugins(new AwsSolutionsChecks(one), new ServerlessChecks(one)),
  );
  expect(() => app.synth()).not.toThrow();
});
