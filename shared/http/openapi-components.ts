import * as z from 'zod';

type Json = Record<string, unknown>;
type Io = 'input' | 'output';

const shared = '#/components/schemas/';

/**
 * Makes a schema say what a client sends and receives. A record whose keys are all known has a property for
 * each. An entry of a batch that may be anything, because it is rejected by itself, has the schema of a valid
 * one. Neither the pattern of a date, which its format names, nor the limits of a safe integer are written.
 */
function spelledOut({ jsonSchema: json }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const [first, ...others] = (json.anyOf ?? []).filter((one) => Object.keys(one).length > 0);
  if (first && others.length === 0) {
    delete json.anyOf;
    Object.assign(json, first);
  }
  if (json.format === 'date' || json.format === 'date-time') delete json.pattern;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  const { propertyNames, additionalProperties, required } = json;
  if (typeof propertyNames !== 'object' || !propertyNames.enum || !required) return;
  json.properties = Object.fromEntries(required.map((name) => [name, additionalProperties ?? {}]));
  json.additionalProperties = false;
  delete json.propertyNames;
}

/** JSON schema of a zod schema. Schemas with an id are references to `$defs`, the schema itself too. */
function converted(schema: z.ZodType, io: Io): { root: unknown; defs: Record<string, Json> } {
  const whole = z.toJSONSchema(z.object({ root: schema }), { io, unrepresentable: 'any', override: spelledOut });
  const defs = Object.entries(whole.$defs ?? {}).map(([name, { id: _, ...def }]) => [name, def]);
  return { root: whole.properties?.root, defs: Object.fromEntries(defs) };
}

/** Names of the schemas that a JSON schema refers to. */
function referredBy(json: unknown): string[] {
  return [...JSON.stringify(json ?? null).matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name = '']) => name);
}

/**
 * Collects the named schemas of a document. A schema with an id (`.meta({ id })`) is written once and
 * referred to everywhere else. One that takes other values than it returns (a default, a transformation) is
 * written twice, with `Input` behind the name of what it takes.
 */
export class Components {
  readonly #defs: Record<Io, Map<string, Json>> = { input: new Map(), output: new Map() };
  readonly #pending: { schema: z.ZodType; io: Io; root: unknown }[] = [];

  /** Registers a schema. Call `schemaOf` when all are registered. @throws Error for two schemas of one id. */
  add(schema: z.ZodType, io: Io): void {
    if (this.#pending.some((one) => one.schema === schema && one.io === io)) return;
    const { root, defs } = converted(schema, io);
    for (const [name, def] of Object.entries(defs)) {
      const known = this.#defs[io].get(name);
      if (known && JSON.stringify(known) !== JSON.stringify(def)) throw new Error(`two schemas have the id ${name}`);
      this.#defs[io].set(name, def);
    }
    this.#pending.push({ schema, io, root });
  }

  /** JSON schema of a registered schema, with references to the components. */
  schemaOf(schema: z.ZodType, io: Io): Json {
    const found = this.#pending.find((one) => one.schema === schema && one.io === io);
    if (!found) throw new Error('a schema that was not registered');
    return this.#linked(found.root, io, this.#differing());
  }

  /** Tells whether the values of a JSON schema have a field. */
  hasField(json: unknown, field: string): boolean {
    const { $ref, properties } = z
      .looseObject({ $ref: z.string().optional(), properties: z.record(z.string(), z.unknown()).optional() })
      .parse(json);
    if (properties) return Object.hasOwn(properties, field);
    const def = this.#defs.output.get($ref?.slice(shared.length) ?? '');
    return def !== undefined && this.hasField(def, field);
  }

  /** All components by name. */
  all(): Record<string, Json> {
    const differing = this.#differing();
    const entries = (['output', 'input'] as const).flatMap((io) =>
      [...this.#defs[io]].map(([name, def]) => [nameOf(name, io, differing), this.#linked(def, io, differing)]),
    );
    return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  }

  /** Names whose schema takes other values than it returns, or refers to one that does. */
  #differing(): ReadonlySet<string> {
    const { input, output } = this.#defs;
    const differ = new Set(
      [...input].flatMap(([name, def]) => {
        const out = output.get(name);
        return out && JSON.stringify(out) !== JSON.stringify(def) ? [name] : [];
      }),
    );
    for (let before = -1; before < differ.size; ) {
      before = differ.size;
      for (const [name, def] of input) {
        if (output.has(name) && referredBy(def).some((one) => differ.has(one))) differ.add(name);
      }
    }
    return differ;
  }

  #linked(json: unknown, io: Io, differing: ReadonlySet<string>): Json {
    const text = JSON.stringify(json ?? {}).replaceAll(
      /"#\/\$defs\/([^"]+)"/g,
      (_, name: string) => `"${shared}${nameOf(name, io, differing)}"`,
    );
    return JSON.parse(text);
  }
}

function nameOf(name: string, io: Io, differing: ReadonlySet<string>): string {
  return io === 'input' && differing.has(name) ? `${name}Input` : name;
}
