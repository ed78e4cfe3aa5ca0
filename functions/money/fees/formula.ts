import jsep from 'jsep';
import * as z from 'zod';
import { compareExact, type Exact, exact, product, quotient, sum } from '../../../shared/kernel/money.ts';

/*
 * Custom billing formulas of an estate (自定义计费公式, R4.1). A library parses them; the schema below lists
 * everything a formula may contain. This file evaluates them with exact numbers. No formula is ever run as a
 * program.
 */

/** Names that a formula may use: m² of the register, the floor, and price and add-on of the tariff. */
const formulaInputs = ['area', 'insideArea', 'floor', 'price', 'addOn'] as const;
type Input = (typeof formulaInputs)[number];

type Node =
  | { type: 'Literal'; raw: string }
  | { type: 'Identifier'; name: Input }
  | { type: 'UnaryExpression'; operator: '-'; argument: Node }
  | { type: 'BinaryExpression'; operator: '+' | '-' | '*' | '/'; left: Node; right: Node }
  | { type: 'ConditionalExpression'; test: Test; consequent: Node; alternate: Node }
  | { type: 'CallExpression'; callee: { type: 'Identifier'; name: 'min' | 'max' }; arguments: Node[] };
interface Test {
  type: 'BinaryExpression';
  operator: '<' | '<=' | '>' | '>=';
  left: Node;
  right: Node;
}

const name = (names: readonly string[]) => `one of: ${names.join(', ')}`;
const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.discriminatedUnion(
    'type',
    [
      z.object({
        type: z.literal('Literal'),
        raw: z.string().regex(/^\d{1,9}(\.\d{1,8})?$/, 'a number of at most 9 digits before the point and 8 after it'),
      }),
      z.object({ type: z.literal('Identifier'), name: z.enum(formulaInputs, name(formulaInputs)) }),
      z.object({ type: z.literal('UnaryExpression'), operator: z.literal('-'), argument: nodeSchema }),
      z.object({
        type: z.literal('BinaryExpression'),
        operator: z.enum(['+', '-', '*', '/'], '+ - * / only; compare in “a < b ? c : d”'),
        left: nodeSchema,
        right: nodeSchema,
      }),
      z.object({
        type: z.literal('ConditionalExpression'),
        test: z.object({
          type: z.literal('BinaryExpression', 'a comparison'),
          operator: z.enum(['<', '<=', '>', '>='], 'a comparison: < <= > >='),
          left: nodeSchema,
          right: nodeSchema,
        }),
        consequent: nodeSchema,
        alternate: nodeSchema,
      }),
      z.object({
        type: z.literal('CallExpression'),
        callee: z.object({ type: z.literal('Identifier'), name: z.enum(['min', 'max'], name(['min', 'max'])) }),
        arguments: z.array(nodeSchema).min(1).max(5),
      }),
    ],
    'numbers, names, + - * /, “a < b ? c : d”, min and max only',
  ),
);

/** Signals a formula that cannot be read or evaluated, with the reason. */
export class BadFormula extends RangeError {
  override readonly name = 'BadFormula';
}

const parsed = new Map<string, Node>();

/** Parses a formula. @throws BadFormula with the reason. */
function read(text: string): Node {
  const known = parsed.get(text);
  if (known) return known;
  let tree: unknown;
  try {
    tree = jsep(text);
  } catch (error) {
    throw new BadFormula(error instanceof Error ? error.message : 'cannot be read');
  }
  const { data, error } = nodeSchema.safeParse(tree);
  if (!data) throw new BadFormula(error.issues[0]?.message ?? 'cannot be read');
  if (parsed.size > 200) parsed.clear();
  parsed.set(text, data);
  return data;
}

function worth(node: Node, inputs: Readonly<Record<string, string>>): Exact {
  switch (node.type) {
    case 'Literal':
      return exact(node.raw);
    case 'Identifier': {
      const value = Object.hasOwn(inputs, node.name) ? inputs[node.name] : undefined;
      if (value === undefined) throw new BadFormula(`the unit has no ${node.name}`);
      return exact(value);
    }
    case 'UnaryExpression':
      return product(worth(node.argument, inputs), exact('-1'));
    case 'BinaryExpression':
      return calculate(node.operator, worth(node.left, inputs), worth(node.right, inputs));
    case 'ConditionalExpression':
      return worth(holds(node.test, inputs) ? node.consequent : node.alternate, inputs);
    case 'CallExpression': {
      const values = node.arguments.map((one) => worth(one, inputs)).sort(compareExact);
      return values.at(node.callee.name === 'min' ? 0 : -1) ?? exact('0');
    }
  }
}

function calculate(operator: '+' | '-' | '*' | '/', left: Exact, right: Exact): Exact {
  switch (operator) {
    case '+':
      return sum(left, right);
    case '-':
      return sum(left, product(right, exact('-1')));
    case '*':
      return product(left, right);
    case '/':
      return quotient(left, right);
  }
}

function holds({ operator, left, right }: Test, inputs: Readonly<Record<string, string>>): boolean {
  const order = compareExact(worth(left, inputs), worth(right, inputs));
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/**
 * Returns the yuan of a month that a formula gives for inputs (exact decimals by name), exact.
 * @throws BadFormula (a RangeError) when it cannot be read, an input is missing, or the result is negative or
 * too large.
 */
export function evaluate(text: string, inputs: Readonly<Record<string, string>>): Exact {
  let value: Exact;
  try {
    value = worth(read(text), inputs);
  } catch (error) {
    if (error instanceof RangeError && !(error instanceof BadFormula)) throw new BadFormula(error.message);
    throw error;
  }
  if (compareExact(value, exact('0')) < 0) throw new BadFormula('the result is negative');
  if (compareExact(value, exact('100000000')) > 0) throw new BadFormula('the result is above 100,000,000');
  return value;
}

/** A sample unit with every input, to test new formulas. */
const sample = { area: '89.37', insideArea: '72.10', floor: '12', price: '2.68', addOn: '1.50' } as const;

/** Tests a formula on a sample unit. Returns the error message; undefined when there is none. */
export function formulaFlaw(text: string): string | undefined {
  try {
    evaluate(text, sample);
    return undefined;
  } catch (error) {
    if (error instanceof BadFormula) return error.message;
    throw error;
  }
}
