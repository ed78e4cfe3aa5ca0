import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle, bundleOf } from '../../infra/bundles.ts';
import { isRecordedIn } from '../../shared/events/catalogue.ts';
import { tableNames } from '../../shared/store/entity.ts';
import { filled } from '../filled.ts';
import { composed, resourcesIn } from './assembly.ts';

test('every relay is deployed with the current subscriptions to the events of its table', async () => {
  // The CDK copies the folder of a bundle once. An asset has later files only from an earlier synth.
  await bundle(true);
  const folder = bundleOf('shared/events/relay', true);
  for (const table of tableNames) writeFileSync(join(folder, `${table}.json`), '[]');
  const assembly = (await composed('demo')).synth();
  const functions = resourcesIn(assembly.stacks).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const relays = functions.filter(({ Properties }) => Properties.Environment?.Variables.SUBSCRIPTIONS);
  expect(relays).toHaveLength(tableNames.length);
  for (const { Properties } of filled(relays)) {
    const file: string = Properties.Environment.Variables.SUBSCRIPTIONS;
    const asset = join(assembly.directory, `asset.${Properties.Code.S3Key.replace('.zip', '')}`);
    const subscriptions: { events: string[] }[] = JSON.parse(readFileSync(join(asset, file), 'utf8'));
    const table = tableNames.find((name) => `${name}.json` === file);
    if (!table) throw new Error(`no table has ${file}`);
    for (const { events } of filled(subscriptions)) {
      expect(filled(events).filter((name) => !isRecordedIn(table, name))).toEqual([]);
    }
  }
});
