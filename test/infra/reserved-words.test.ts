import { expect, test } from 'vitest';
import { misusedWords } from '../../infra/tools/check/reserved-words.ts';

const wordsIn = (path: string, text: string) => misusedWords(path, text).map(({ line, word }) => `${line} ${word}`);

test('a reserved word that means something else is found with its line', () => {
  const text = '/** What the house sends. */\nconst Rooms = [];\nconst ticketClock = 1;\n// In the books.\n';
  expect(wordsIn('functions/money/fees/bill.ts', text)).toEqual(['1 house', '2 room', '3 clock', '4 book']);
});

test('"place" is a location, and no account of money', () => {
  expect(wordsIn('functions/money/payments/payment.ts', 'const place = 1;')).toEqual(['1 place']);
  expect(wordsIn('functions/service/tickets/ticket.ts', 'place: z.string(),')).toEqual([]);
});

test('a word with its own meaning is no misuse', () => {
  expect(wordsIn('functions/homes/handovers/sheet.ts', 'room: z.string(), // booked')).toEqual([]);
  expect(wordsIn('shared/kernel/clock.ts', 'export const systemClock: Clock = {};')).toEqual([]);
  expect(wordsIn('functions/money/fees/payer.ts', 'the household of the home')).toEqual([]);
  expect(wordsIn('docs/glossary.md', '| house | 房屋 | a building |')).toEqual([]);
});
