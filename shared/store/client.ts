import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { meterDynamo } from './metering.ts';

let documents: DynamoDBDocumentClient | undefined;

/**
 * Returns the DynamoDB document client; one serves all calls of a function. A call that hangs ends soon
 * enough to be repeated within the same request.
 */
export function dynamo(): DynamoDBDocumentClient {
  if (!documents) {
    const raw = new DynamoDBClient({
      maxAttempts: 5,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    });
    documents = DynamoDBDocumentClient.from(raw, {
      // A map whose keys users choose may have a key `constructor`, but it is still a map.
      marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
    });
    meterDynamo(documents);
  }
  return documents;
}
