import { describe, expect, test } from 'vitest';
import { stepsOpen } from '../../../../functions/homes/titles/title-dossier.ts';
import {
  decisionDue,
  firstRegistrationDue,
  lateTitleFen,
  mayRescindAfterTitle,
  registrationDue,
  type TitleStep,
  titleSteps,
} from '../../../../functions/homes/titles/title-steps.ts';

describe('the steps to the certificate (R9)', () => {
  const presale = { kind: 'presale', contractOn: '2022-03-01', deliveredOn: '2024-06-30' } as const;

  test('R9.1: delivery on 2024-06-30 means registration by 2024-09-29, a make-up workday; a finished home counts from the contract', () => {
    expect(registrationDue(presale)).toBe('2024-09-29');
    expect(registrationDue({ ...presale, kind: 'finished', contractOn: '2024-06-01' })).toBe('2024-08-30');
    expect(firstRegistrationDue('2024-06-30')).toBe('2024-08-29');
  });

  test("R9.2: the registry has 30 working days by the State Council's calendar of holidays and make-up days", () => {
    expect(decisionDue('2024-09-02')).toBe('2024-10-18');
  });

  test('R9.1: the seller’s fault costs price x overdue-loan rate by day; after a year the buyer may rescind', () => {
    const late = { paidFen: 200_000_000, yearlyRate: '0.0465', dueOn: '2024-09-28' };
    expect(lateTitleFen({ ...late, registeredOn: '2024-09-28' })).toBe(0);
    expect(lateTitleFen({ ...late, registeredOn: '2024-10-08' })).toBe(254_795);
    expect(mayRescindAfterTitle('2024-09-28')).toBe('2025-09-28');
  });

  test('R9.1: registration on 2024-09-29 costs nothing, on 2024-09-30 one day; a delivery one day later ends on the same day', () => {
    const late = { paidFen: 200_000_000, yearlyRate: '0.0365', dueOn: registrationDue(presale) };
    expect(lateTitleFen({ ...late, registeredOn: '2024-09-29' })).toBe(0);
    expect(lateTitleFen({ ...late, registeredOn: '2024-09-30' })).toBe(20_000);
    expect(registrationDue({ ...presale, deliveredOn: '2024-07-01' })).toBe('2024-09-29');
  });

  test('R9.2: acceptance one working day later moves the decision by one; a Saturday counts like the Friday before', () => {
    expect(decisionDue('2024-09-03')).toBe('2024-10-21');
    expect(decisionDue('2024-09-07')).toBe(decisionDue('2024-09-06'));
  });

  test('R9: steps before the application are done in any order, the others in sequence', () => {
    const openAfter = (...done: TitleStep[]) => stepsOpen(done.map((step) => ({ step, doneOn: '2024-07-01' })));
    expect(openAfter()).toEqual(['first-registration', 'area-settled', 'fund-receipt', 'deed-tax-receipt']);
    expect(openAfter('fund-receipt', 'first-registration')).toEqual(['area-settled', 'deed-tax-receipt']);
    const before = titleSteps.slice(0, 4);
    expect(openAfter(...before)).toEqual(['application']);
    expect(openAfter(...before, 'application', 'acceptance')).toEqual(['certificate']);
    expect(openAfter(...titleSteps)).toEqual([]);
  });

  test('R7.2, R8.2: an application needs the receipts of fund and deed tax', () => {
    const before = titleSteps.slice(0, 4);
    expect(before).toHaveLength(4);
    const without = (step: TitleStep) =>
      stepsOpen(before.filter((one) => one !== step).map((one) => ({ step: one, doneOn: '2024-07-01' })));
    expect(before.map(without)).toEqual(before.map((step) => [step]));
  });

  test('R9.2: across a Spring Festival: eight days off, with a working Sunday before and a working Saturday after', () => {
    expect(decisionDue('2025-01-20')).toBe('2025-03-07');
  });

  test('R9.2: after acceptance on a make-up Sunday, the Monday before the holiday is the first of the thirty days', () => {
    expect(decisionDue('2024-09-29')).toBe('2024-11-14');
    expect(decisionDue('2024-09-30')).toBe('2024-11-15');
  });

  test('R9.1: a year from 29 February ends on 28 February', () => {
    expect(mayRescindAfterTitle('2024-02-29')).toBe('2025-02-28');
  });
});
