import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { TestProject } from 'vitest/node';
import { AppStack } from '../../infra/constructs/app-stack.ts';
import { BusinessTable } from '../../infra/constructs/business-table.ts';
import { chosenStage } from '../../infra/stages.ts';
import { freePorts } from '../free-ports.ts';

type Keys = Pick<CreateTableCommandInput, 'KeySchema' | 'AttributeDefinitions' | 'GlobalSecondaryIndexes'>;

declare module 'vitest' {
  interface ProvidedContext {
    engine: { endpoint: string; keys: Keys };
  }
}

/** Returns the keys and indexes that the stack gives to every business table. */
function keysOfTables(): Keys {
  const app = new App({ analyticsReporting: false });
  const stack = new AppStack(app, 'data', chosenStage(app.node), { description: 'Tables of tests' });
  const table = new BusinessTable(stack, 'tickets').table.node.defaultChild;
  if (!(table instanceof CfnGlobalTable)) throw new Error('A business table is not a global table.');
  const [resource] = Object.values(stack.resolve(table._toCloudFormation()).Resources);
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = Object(resource).Properties;
  return { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes };
}

// The pipe closes when this process ends in any way, also when it is killed.
const guarded = '"$0" serve --port "$1" & cat; kill $!; wait';

/** Starts a DynamoDB engine in memory, or takes that of `DYNAMODB_ENDPOINT`, for the tests of a project. */
export default async ({ provide }: TestProject) => {
  const keys = keysOfTables();
  const other = process.env.DYNAMODB_ENDPOINT;
  if (other) return provide('engine', { endpoint: other, keys });
  const binary = createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`);
  const port = String(await freePorts());
  const engine = spawn('/bin/sh', ['-c', guarded, binary.replace('package.json', 'dynoxide'), port]);
  const exit = once(engine, 'exit');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [engine.stdout, engine.stderr]) {
      stream.on('data', (text) => {
        said += String(text);
        if (said.includes('listening')) resolve();
      });
    }
    exit.then(() => reject(new Error(`The DynamoDB engine did not start:\n${said}`)), reject);
  });
  provide('engine', { endpoint: `http://127.0.0.1:${port}`, keys });
  return async () => {
    engine.stdin.end();
    await exit;
  };
};
