/** An OpenAPI document as far as its text is concerned. */
interface Document {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/**
 * Returns the JSON text of an OpenAPI document with one line a path and one a schema, so that changes can be
 * read.
 */
export function openApiText(document: Document): string {
  const { paths, components, ...rest } = document;
  const { schemas, ...others } = components;
  const lines = (entries: Readonly<Record<string, unknown>>) =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  const head = JSON.stringify(rest).slice(1, -1);
  const tail = JSON.stringify(others).slice(1, -1);
  return `{${head},\n"paths": {\n${lines(paths)}\n},\n"components": {${tail},\n"schemas": {\n${lines(schemas)}\n}}}\n`;
}
