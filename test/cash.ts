export { cashOf } from '../infra/tools/simulate/money/cash-of.ts';
