import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { type Protectable, protectable, type Stage } from '../../infra/stages.ts';
import { lookUpProtection } from '../../infra/tools/audit/deployed-protection.ts';
import { type Deployed, judgeProtection } from '../../infra/tools/audit/protection.ts';
import { composed, type Resource, resourcesIn, stageNamed } from './assembly.ts';

const production = stageNamed('production');
const protectedStage: Stage = { ...production, deletionProtected: protectable };

/** Returns the protected stacks of a stage, its tables and pools, and all resources of its templates. */
async function templatesOf(stage: Stage) {
  const { stacks } = (await composed(stage)).synth();
  const resources = resourcesIn(stacks);
  return {
    stacks: stacks.filter((stack) => stack.terminationProtection).map(({ id }) => id),
    tables: resources.filter(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable'),
    pools: resources.filter(({ Type }) => Type === 'AWS::Cognito::UserPool'),
    resources,
  };
}
const isProtectedTable = ({ Properties }: Resource) => Properties.Replicas[0].DeletionProtectionEnabled === true;

test('A failed first deployment leaves nothing behind and can be deleted and repeated', async () => {
  const { stacks, tables, pools, resources } = await templatesOf({ ...production, deletionProtected: [] });
  expect(stacks).toEqual([]);
  expect(tables).toHaveLength(4);
  expect(tables.filter(isProtectedTable)).toEqual([]);
  expect(pools.map((pool) => pool.Properties.DeletionProtection ?? 'INACTIVE')).toEqual(['INACTIVE']);
  const kept = resources.filter((one) => (one.DeletionPolicy ?? 'Delete') !== 'Delete');
  expect(new Set(kept.map((one) => one.DeletionPolicy))).toEqual(new Set(['RetainExceptOnCreate']));
  const kinds = [
    'DynamoDB::GlobalTable',
    'S3::Bucket',
    'Cognito::UserPool',
    'Logs::LogGroup',
    'SecretsManager::Secret',
  ];
  expect(kept.map(({ Type }) => Type)).toEqual(expect.arrayContaining(kinds.map((kind) => `AWS::${kind}`)));
});

test('Deployed resources are protected from deletion as soon as their stage names them', async () => {
  const { stacks, tables, pools } = await templatesOf(protectedStage);
  expect(stacks.sort()).toEqual(['api', 'data', 'mail']);
  expect(tables.filter(isProtectedTable)).toHaveLength(4);
  expect(pools.map((pool) => pool.Properties.DeletionProtection)).toEqual(['ACTIVE']);
});

test('A new table is not protected before its first deployment', async () => {
  const before = protectable.filter((what) => what !== 'ledger-table');
  const { tables } = await templatesOf({ ...production, deletionProtected: before });
  expect(tables.filter((table) => !isProtectedTable(table)).map(({ id }) => id)).toEqual([
    expect.stringMatching(/^ledgertable/),
  ]);
});

test('The check says for each resource what to do next', () => {
  const all: Record<Protectable, Deployed> = {
    'data-stack': 'protected',
    'mail-stack': 'protected',
    'api-stack': 'protected',
    'owners-table': 'protected',
    'tickets-table': 'protected',
    'handovers-table': 'protected',
    'ledger-table': 'protected',
    'sign-in-pool': 'protected',
  };
  expect(judgeProtection(protectedStage, all).map(({ isRight }) => isRight)).toEqual(protectable.map(() => true));
  expect(judgeProtection(stageNamed('demo'), all)).toEqual([]);
  // Without SES there is no mail stack, and beside an issuer no pool.
  expect(judgeProtection(stageNamed('china'), all).map(({ what }) => what)).toEqual(
    protectable.filter((what) => what !== 'mail-stack' && what !== 'sign-in-pool'),
  );
  const advice = (stage: Stage, deployed: Deployed) =>
    judgeProtection(stage, { ...all, 'data-stack': deployed })[0]?.advice;
  expect(advice(production, 'missing')).toMatch(/^not deployed yet: run npx cdk deploy --all -c stage=production/);
  expect(advice(production, 'failed')).toMatch(/creation failed: .*A first deployment failed/);
  expect(advice(protectedStage, 'failed')).toContain("remove 'data-stack' from deletionProtected");
  expect(advice(production, 'unprotected')).toContain("add 'data-stack' to deletionProtected of the stage production");
  expect(advice(protectedStage, 'unprotected')).toContain('deployed without the protection');
  expect(advice(production, 'protected')).toContain('the next deployment removes the protection');
});

test('The check reads the state of every stack, table and pool from AWS', async () => {
  const { resources } = await templatesOf(production);
  const cloudFormation = mockClient(CloudFormationClient);
  cloudFormation.on(DescribeStacksCommand).callsFake(({ StackName }) => {
    if (StackName === 'anju-production-mail') {
      throw new CloudFormationServiceException({ name: 'ValidationError', $fault: 'client', $metadata: {} });
    }
    const StackStatus = StackName === 'anju-production-api' ? 'ROLLBACK_COMPLETE' : 'CREATE_COMPLETE';
    return { Stacks: [{ StackName, StackStatus, EnableTerminationProtection: true, CreationTime: new Date(0) }] };
  });
  cloudFormation.on(ListStackResourcesCommand).callsFake(({ StackName }) => ({
    StackResourceSummaries: resources
      .filter(({ stack }) => StackName === `anju-production-${stack}`)
      .map(({ id, Type }) => ({
        LogicalResourceId: id,
        PhysicalResourceId: `physical-${id}`,
        ResourceType: Type,
        ResourceStatus: Type === 'AWS::Cognito::UserPool' ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE',
      })),
  }));
  const dynamo = mockClient(DynamoDBClient);
  dynamo.on(DescribeTableCommand).callsFake(({ TableName }) => ({
    Table: { DeletionProtectionEnabled: TableName.startsWith('physical-owners') },
  }));
  mockClient(CognitoIdentityProviderClient).on(DescribeUserPoolCommand).rejects();

  expect(await lookUpProtection(production)).toEqual({
    'data-stack': 'protected',
    'mail-stack': 'missing',
    'api-stack': 'failed',
    'owners-table': 'protected',
    'tickets-table': 'unprotected',
    'handovers-table': 'unprotected',
    'ledger-table': 'unprotected',
    'sign-in-pool': 'missing',
  });
  expect(dynamo.commandCalls(DescribeTableCommand)).toHaveLength(4);
});
