import { describe, expect, test } from 'vitest';
import { hazardClasses, hazards, verdictOfAnswers } from '../../../../functions/service/tickets/hazard.ts';
import { languages } from '../../../../shared/kernel/language.ts';

describe('hazard classes (R74)', () => {
  test('every class has a name and at least one question in every language', () => {
    const texts = hazardClasses.flatMap((key) => [hazards[key].name, ...hazards[key].questions.map(({ ask }) => ask)]);
    expect(texts.length).toBeGreaterThan(2 * hazardClasses.length);
    expect(
      texts.flatMap((one) => languages.map((language) => one[language])).filter((one) => one.trim() === ''),
    ).toEqual([]);
  });

  test('only gas, carbon monoxide and fire ask people to leave the building', () => {
    expect(hazardClasses.filter((key) => hazards[key].evacuate)).toEqual(['gas', 'carbon-monoxide', 'fire']);
  });

  test('gas goes to the gas trade, never to water', () => {
    expect([hazards.gas.trade, hazards['carbon-monoxide'].trade, hazards.water.trade]).toEqual(['gas', 'gas', 'water']);
  });

  test('one answer of danger makes a suspicion certain, whatever the other answers are', () => {
    expect(verdictOfAnswers('gas', { now: true })).toBe('certain');
    expect(verdictOfAnswers('gas', { now: false, hiss: false, unwell: true })).toBe('certain');
  });

  test('only answers to all questions make a suspicion none', () => {
    expect(verdictOfAnswers('gas', { now: false, hiss: false, unwell: false })).toBe('none');
    expect(verdictOfAnswers('gas', { now: false })).toBe('suspected');
    expect(verdictOfAnswers('gas', {})).toBe('suspected');
  });
});
