import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Expression, ObjectExpression, Statement } from '@swc/core';
import type { FieldTexts } from '../../../shared/http/openapi-fields.ts';
import { policyName } from '../../../shared/http/policy.ts';
import { type Source, sourceOf } from './sources.ts';

/** Texts of one schema while they are collected. */
interface Texts extends FieldTexts {
  text: string | undefined;
  ofType: string | undefined;
  readonly fields: Map<string, Texts>;
}

const none = (): Texts => ({ text: undefined, ofType: undefined, fields: new Map() });

/** Adds the texts of `more` to `to`. What `to` says already stays. */
function add(to: Texts, more: Texts | undefined): void {
  if (!more) return;
  to.text ??= more.text;
  to.ofType ??= more.ofType;
  for (const [name, field] of more.fields) {
    const known = to.fields.get(name) ?? none();
    to.fields.set(name, known);
    if (known !== field) add(known, field);
  }
}

/** Methods of zod whose first argument has the fields of an object. */
const takesFields = new Set(['object', 'strictObject', 'looseObject', 'extend', 'safeExtend']);

/**
 * Reads the doc comments above the fields of schemas in the sources. It follows names, imports, spread
 * fields, `extend`, lists and unions, but it runs nothing.
 */
class Reader {
  readonly schemas = new Map<string, Texts>();
  readonly parameters = new Map<string, Texts>();
  readonly #known = new Map<Expression | readonly Statement[], Texts>();

  /** Collects the named schemas and the parameters of the operations of a module. */
  read(source: Source): void {
    for (const item of source.body) this.#visit(item, source);
    for (const { value, comment } of source.declared()) {
      const id = 'type' in value ? idOf(value) : undefined;
      if (id) add(this.#schema(id), { ...none(), text: comment });
    }
  }

  #schema(id: string): Texts {
    const texts = this.schemas.get(id) ?? none();
    this.schemas.set(id, texts);
    return texts;
  }

  #visit(node: unknown, source: Source): void {
    if (typeof node !== 'object' || node === null) return;
    if (isExpression(node)) this.#collect(node, source);
    for (const inner of Object.values(node)) this.#visit(inner, source);
  }

  #collect(node: Expression, source: Source): void {
    if (node.type === 'ObjectExpression') {
      const operationId = textOf(property(node, 'operationId'));
      if (!operationId) {
        for (const [id, fields] of schemasMadeOf(node)) add(this.#schema(id), this.#of(fields, source));
        return;
      }
      const texts = none();
      for (const part of ['params', 'query']) {
        const value = property(node, part);
        if (value) add(texts, this.#of(value, source));
      }
      this.parameters.set(operationId, texts);
      return;
    }
    const id = idOf(node);
    if (!id || node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
    add(this.#schema(id), this.#of(node.callee.object, source));
  }

  /** Returns the texts of all fields that the value of an expression has. */
  #of(value: Expression | readonly Statement[], source: Source): Texts {
    const known = this.#known.get(value);
    if (known) return known;
    const texts = none();
    this.#known.set(value, texts);
    for (const part of 'type' in value ? [value] : returnsOf(value)) this.#evaluate(part, source, texts);
    return texts;
  }

  #evaluate(node: Expression, source: Source, texts: Texts): void {
    const inner = (expression: Expression) => add(texts, this.#of(expression, source));
    switch (node.type) {
      case 'Identifier': {
        const found = source.find(node.value);
        if (!found) return;
        const { ofType, fields } = this.#of(found.value, found.module);
        add(texts, { text: undefined, ofType: found.comment ?? ofType, fields });
        return;
      }
      case 'ParenthesisExpression':
      case 'TsAsExpression':
      case 'TsSatisfiesExpression':
      case 'TsConstAssertion':
        inner(node.expression);
        return;
      case 'ArrayExpression':
        for (const element of node.elements) if (element) inner(element.expression);
        return;
      case 'ObjectExpression':
        this.#fields(node, source, texts);
        return;
      case 'ConditionalExpression':
        inner(node.consequent);
        inner(node.alternate);
        return;
      case 'ArrowFunctionExpression':
        if (node.body.type === 'BlockStatement') add(texts, this.#of(node.body.stmts, source));
        else inner(node.body);
        return;
      case 'MemberExpression': {
        const of = this.#of(node.object, source);
        const name = node.property.type === 'Identifier' ? node.property.value : '';
        add(texts, name === 'shape' || name === 'element' ? of : of.fields.get(name));
        return;
      }
      case 'CallExpression': {
        const { callee } = node;
        if (callee.type === 'Identifier') inner(callee);
        if (callee.type === 'MemberExpression') inner(callee.object);
        const isLazy = methodOf(node) === 'lazy';
        for (const { expression } of node.arguments) {
          const isFunction = expression.type === 'ArrowFunctionExpression';
          const isOptions = expression.type === 'ObjectExpression' && !takesFields.has(methodOf(node) ?? 'object');
          if (!isOptions && (isLazy || !isFunction)) inner(expression);
        }
        return;
      }
      default:
    }
  }

  #fields(node: ObjectExpression, source: Source, texts: Texts): void {
    for (const one of node.properties) {
      if (one.type === 'SpreadElement') add(texts, this.#of(one.arguments, source));
      if (one.type === 'Identifier') {
        const field = { ...none(), text: source.commentBefore(one.span) };
        add(field, this.#of(one, source));
        texts.fields.set(one.value, field);
      }
      if (one.type !== 'KeyValueProperty') continue;
      const { key } = one;
      if (key.type !== 'Identifier' && key.type !== 'StringLiteral') continue;
      const field = none();
      field.text = source.commentBefore(key.span);
      add(field, this.#of(one.value, source));
      texts.fields.set(key.value, field);
    }
  }
}

function isExpression(node: object): node is Expression {
  return 'type' in node && (node.type === 'CallExpression' || node.type === 'ObjectExpression');
}

function methodOf({ callee }: Extract<Expression, { type: 'CallExpression' }>): string | undefined {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.value
    : undefined;
}

function property({ properties }: ObjectExpression, name: string): Expression | undefined {
  for (const one of properties) {
    if (one.type === 'KeyValueProperty' && one.key.type === 'Identifier' && one.key.value === name) return one.value;
    if (one.type === 'Identifier' && one.value === name) return one;
  }
  return undefined;
}

/** Returns the ids of the schemas that `policy` and `taskKind` make of an object, with their fields. */
function schemasMadeOf(node: ObjectExpression): [string, Expression][] {
  const [context, details] = [textOf(property(node, 'context')), property(node, 'details')];
  const [id, fields] = [textOf(property(node, 'id')), property(node, 'fields')];
  if (id && fields) return [[id, fields]];
  if (!context || !details) return [];
  const name = policyName(context);
  return [
    [name, details],
    [`Change${name}Body`, details],
  ];
}

/** Returns the id of a schema that ends with `.meta({ id })`. */
function idOf(node: Expression): string | undefined {
  if (node.type !== 'CallExpression' || methodOf(node) !== 'meta') return undefined;
  const argument = node.arguments[0]?.expression;
  return argument?.type === 'ObjectExpression' ? textOf(property(argument, 'id')) : undefined;
}

const textOf = (value: Expression | undefined) => (value?.type === 'StringLiteral' ? value.value : undefined);

/** Returns the expressions that a function returns at its outermost level. */
function returnsOf(statements: readonly Statement[]): Expression[] {
  return statements.flatMap((one) => (one.type === 'ReturnStatement' && one.argument ? [one.argument] : []));
}

/** Returns the texts of all named schemas, and of the parameters of all operations. */
export function fieldTexts(): Pick<Reader, 'schemas' | 'parameters'> {
  const root = resolve(import.meta.dirname, '../../..');
  const reader = new Reader();
  for (const file of globSync('{functions,shared}/**/*.ts', { cwd: root }).sort())
    reader.read(sourceOf(resolve(root, file)));
  return reader;
}
