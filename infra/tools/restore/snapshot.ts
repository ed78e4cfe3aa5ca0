import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

const itemSchema = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === 'object' && value !== null),
);

/**
 * Opens the state of all tables of the local engine at this instant. The engine goes on writing: its file has
 * a write-ahead log, and a read transaction does not see what is written after its first read.
 */
export function snapshotOf(folder: string) {
  const database = new DatabaseSync(join(folder, 'dynamodb.db'), { readOnly: true });
  database.exec('BEGIN');
  database.prepare('SELECT count(*) FROM _tables').get();
  return {
    at: new Date(),
    /** Yields the items of a table with typed attributes. */
    *itemsOf(table: string): Generator<z.output<typeof itemSchema>> {
      const rows = database.prepare(`SELECT item_json FROM "${table.replaceAll('"', '""')}"`).iterate();
      for (const { item_json: json } of rows) yield itemSchema.parse(JSON.parse(String(json)));
    },
    close: () => database.close(),
  };
}
