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

  test('only gas, carbon monoxide and fire tell people to leave the building', () => {
    expect(hazardClasses.filter((key) => hazards[key].evacuate)).toEqual(['gas', 'carbon-monoxide', 'fire']);
  });

  test('gas is sent to the gas trade and never to water', () => {
    expect([hazards.gas.trade, hazards['carbon-monoxide'].trade, hazards.water.trade]).toEqual(['gas', 'gas', 'water']);
  });

  test('one answer that means danger makes it certain, whatever the others say', () => {
    expect(verdictOfAnswers('gas', { now: true })).toBe('certain');
    expect(verdictOfAnswers('gas', { now: false, hiss: false, unwell: true })).toBe('certain');
  });

  test('only all the answers together make it none', () => {
    expect(verdictOfAnswers('gas', { now: false, hiss: false, unwell: false })).toBe('none');
    expect(verdictOfAnswers('gas', { now: false })).toBe('suspected');
    expect(verdictOfAnswers('gas', {})).toBe('suspected');
  });
});
