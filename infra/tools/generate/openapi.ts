import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { contexts } from '../../contexts.ts';
import { fieldTexts } from './field-texts.ts';
import { openApiText } from './openapi-text.ts';
import { withoutCitations } from './rules.ts';

/** Examples of a run by operation: `docs/api/examples.json`. */
export const examplesSchema = z.record(
  z.string(),
  z.object({ request: z.unknown().optional(), response: z.unknown().optional() }),
);
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.unknown()),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

/** Returns the text of the API description: route tables, comments above fields, and examples of a run. */
export function openApi(): string {
  const { schemas, parameters } = fieldTexts();
  const examples = examplesSchema.parse(JSON.parse(readFileSync('docs/api/examples.json', 'utf8')));
  const document = openApiDocument(contexts, '1', { schemas, parameters, examples });
  return withoutCitations(openApiText(documentSchema.parse(document)));
}
