import { expect, test } from 'vitest';
import { barOf } from '../../infra/tools/progress.ts';

test('a progress bar ends with its work, also after an error, so that the command can end', () => {
  const bars: { isActive: boolean }[] = [];
  const fail = () => {
    using bar = barOf('Trying', 3);
    bars.push(bar);
    throw new Error('no answer');
  };
  expect(fail).toThrow('no answer');
  expect(bars.map(({ isActive }) => isActive)).toEqual([false]);
});
