import { problemKind } from '../../../shared/kernel/problem.ts';

// Problems of every context whose requests name an estate, a unit, a person or staff of the register.

export const estateNeeded = problemKind('estate-needed', 400, {
  'zh-CN': '未指明小区。请填写 estateId。',
  'zh-TW': '未指明社區。請填寫 estateId。',
  en: 'The estate is missing. Add estateId.',
});
export const unknownUnit = problemKind('unknown-unit', 400, {
  'zh-CN': '本小区没有房屋 {unitId}。请核对 unitId。',
  'zh-TW': '本社區沒有房屋 {unitId}。請核對 unitId。',
  en: 'The estate has no unit {unitId}. Check unitId.',
});
export const unknownPerson = problemKind('unknown-person', 400, {
  'zh-CN': '本小区没有登记人员 {personId}。请核对 personId，或先登记该人员。',
  'zh-TW': '本社區沒有登錄人員 {personId}。請核對 personId，或先登錄該人員。',
  en: 'The estate has no person {personId}. Check personId, or register the person first.',
});
export const unknownStaff = problemKind('unknown-staff', 400, {
  'zh-CN': '本小区没有员工 {staffId}。请核对 {field}，或先在本小区登记该员工。',
  'zh-TW': '本社區沒有員工 {staffId}。請核對 {field}，或先在本社區登錄該員工。',
  en: 'The estate has no staff member {staffId}. Check {field}, or register the staff member for this estate first.',
});
