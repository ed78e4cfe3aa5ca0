import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Protectable, Stage } from '../../stages.ts';
import type { Deployed } from './protection.ts';

const cloudFormation = new CloudFormationClient();

/** Returns whether a stack is deployed and protected from deletion, and lists its resources. */
async function lookUpStack(stage: Stage, id: string) {
  const StackName = `anju-${stage.name}-${id}`;
  try {
    const [stack] = (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks ?? [];
    const failed = /^(ROLLBACK|CREATE_FAILED|REVIEW|DELETE)/.test(stack?.StackStatus ?? '');
    const state: Deployed = failed ? 'failed' : stack?.EnableTerminationProtection ? 'protected' : 'unprotected';
    const resources = [];
    for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName })) {
      resources.push(...(page.StackResourceSummaries ?? []));
    }
    const isHere = (status: string | undefined) => !/^(CREATE_FAILED|DELETE_COMPLETE)$/.test(status ?? '');
    return { state, resources: resources.filter((one) => isHere(one.ResourceStatus)) };
  } catch (error) {
    const isMissing = error instanceof CloudFormationServiceException && error.name === 'ValidationError';
    if (!isMissing) throw error;
    return { state: 'missing' as const, resources: [] };
  }
}

/** Returns the deployed protection of a stage. @throws Error of the AWS SDK without access. */
export async function lookUpProtection(stage: Stage): Promise<Record<Protectable, Deployed>> {
  const [data, mail, api] = await Promise.all(['data', 'mail', 'api'].map((id) => lookUpStack(stage, id)));
  if (!data || !mail || !api) throw new Error('A stage has the stacks data, mail and api.');
  const dynamo = new DynamoDBClient();
  const table = async (name: string): Promise<Deployed> => {
    const found = data.resources.find(
      (one) => one.ResourceType === 'AWS::DynamoDB::GlobalTable' && one.LogicalResourceId?.startsWith(`${name}table`),
    );
    if (!found) return 'missing';
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: found.PhysicalResourceId }));
    return Table?.DeletionProtectionEnabled ? 'protected' : 'unprotected';
  };
  const pool = async (): Promise<Deployed> => {
    const found = api.resources.find((one) => one.ResourceType === 'AWS::Cognito::UserPool');
    if (!found) return 'missing';
    const client = new CognitoIdentityProviderClient();
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: found.PhysicalResourceId }));
    return UserPool?.DeletionProtection === 'ACTIVE' ? 'protected' : 'unprotected';
  };
  return {
    'data-stack': data.state,
    'mail-stack': mail.state,
    'api-stack': api.state,
    'owners-table': await table('owners'),
    'tickets-table': await table('tickets'),
    'handovers-table': await table('handovers'),
    'ledger-table': await table('ledger'),
    'sign-in-pool': await pool(),
  };
}
