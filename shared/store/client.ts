import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { meterDynamo } from './metering.ts';

let documents: DynamoDBDocumentClient | undefined;

/** The one document client of a function: short timeouts, so that a hanging call is retried within the request. */
export function dynamo(): DynamoDBDocumentClient {
  if (!documents) {
    const raw = new DynamoDBClient({
      maxAttempts: 5,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    });
    documents = DynamoDBDocumentClient.from(raw, {
      // A map that people name the keys of may have one called `constructor`: it is a map all the same.
      marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
    });
    meterDynamo(documents);
  }
  return documents;
}
