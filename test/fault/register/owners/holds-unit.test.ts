import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test, vi } from 'vitest';
import { holdsUnit } from '../../../../functions/register/owners/public.ts';

vi.stubEnv('OWNERS_TABLE', 'owners');
vi.stubEnv('AWS_REGION', 'ap-southeast-1');
const dynamo = mockClient(DynamoDBDocumentClient);

test('an agent with more units than fit on one page also holds the last one', async () => {
  const tenure = { personId: 'agent', role: 'agent', from: '2024-01-01', estateId: 'e', version: 1 };
  const of = (n: number) => ({
    ...tenure,
    tenureId: `ten_${n}`,
    unitId: `unit_${n}`,
    updatedAt: '2024-01-01T00:00:00Z',
  });
  const first = Array.from({ length: 200 }, (_, n) => of(n));
  const LastEvaluatedKey = {
    pk: 'UNIT#unit_199',
    sk: 'TENURE#ten_199',
    minePk: 'PERSON#agent',
    mineSk: '2024-01-01#u',
  };
  dynamo
    .on(QueryCommand)
    .resolvesOnce({ Items: first, LastEvaluatedKey })
    .resolvesOnce({ Items: [of(200)] });
  expect(await holdsUnit('agent', 'unit_200', '2025-01-01')).toBe(true);
});
