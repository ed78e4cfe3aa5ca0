/** A duty of the people whom Anju serves. */
export interface Duty {
  readonly chinese: string;
  readonly text: string;
  readonly notBuilt?: true;
}

const duty = (chinese: string, text: string): Duty => ({ chinese, text });
const later = (chinese: string, text: string): Duty => ({ chinese, text, notBuilt: true });

/** The duties of customer service at a developer and its estates. */
export const duties: Readonly<Record<string, Duty>> = {
  D1: duty(
    '客户投诉信息处理',
    'Complaints: each milestone has a day, counted from the first working day after receipt. Only a letter that was sent and kept meets one, and not when it comes back: no note, call or closing.',
  ),
  D2: duty('咨询、建议受理', 'One intake for every type; changing the type keeps number, history and time of receipt.'),
  D3: later('接线员、服务热线', 'Hotline: calls in any order, and one call-back task for a missed call.'),
  D4: duty(
    '来访接待、来信',
    'What is received keeps its time of receipt and its time of entry; timers count from the receipt.',
  ),
  D5: later('邮箱信息处理', 'Mailbox: a message once, in the thread that it belongs to.'),
  D6: later('业主论坛管理', 'Forum: posts become cases; what is hidden stays for auditors.'),
  D7: duty('全程跟踪并书面记录', 'Records that only grow, and printed forms that are the same for the same version.'),
  D8: duty(
    '及时解决（时限）',
    'SLA timers count in the calendar of the estate and pause while the customer must answer.',
  ),
  D9: duty('投诉升级', 'Escalation: each level once, to the deputy of an absent staff member.'),
  D10: later('合并重复', 'Duplicates are merged, and can be separated again.'),
  D11: later('突发矛盾、紧急事故善后', 'Incidents: one for many homes, closed once for all.'),
  D12: duty(
    '报修、通知维修人员',
    'Work orders are assigned by trade, skill, shift and load, or claimed by exactly one technician.',
  ),
  D13: duty('上门核实情况', 'Visits: slots without double booking, no access counted, findings recorded.'),
  D14: duty('对维修结果进行回访', 'Return visits by somebody else than the repairer; “not fixed” reopens the ticket.'),
  D15: duty('工程维保', 'Warranty of a part by acceptance, delivery and day of report, with the rule that decided.'),
  D16: later('有偿维修', 'Paid repairs: accepted before they start, invoiced as accepted.'),
  D17: duty('组织各期房屋交付', 'Handover by phases: notices with proof, slots, gates before the keys, figures.'),
  D18: duty('验房', 'Inspection of a home: each failed item is a defect with a due day, recorded also offline.'),
  D19: duty('承接查验', 'Common parts and documents pass to the property company, with open items and their owners.'),
  D20: duty(
    '产权、契税、公维手续',
    'Title dossier: documents by kind of buyer, amounts, steps, and progress for the buyer.',
  ),
  D21: later('入驻、迁出手续、出入证件', 'Moves, passes and release notes.'),
  D22: later('二次装修管理', 'Fit-outs: review, deposit, permit, inspections, refund.'),
  D23: duty('收费项目和计算方法', 'Fees with versions by day; a bill stores what it was computed from.'),
  D24: duty('水电抄表', 'Meter readings: one for the same meter, time and value; corrections reverse and never edit.'),
  D25: duty('计核水电公摊', 'Shares of common costs add up to the fen, and come out the same again.'),
  D26: duty('写单发单', 'Billing runs that can stop and go on, list who was skipped and why, and prove delivery.'),
  D27: duty(
    '收取物业管理费',
    'A payment is posted once; it can be allocated again; receipts are numbered without gaps.',
  ),
  D28: duty('建立健全各种台账', 'Double entry: balanced, append only, balances at any past instant.'),
  D29: duty(
    '日清月结、张张相符',
    'A day closes when ledger, vouchers, receipts and statements agree; reopening needs two people.',
  ),
  D30: duty(
    '预存余额不足通知',
    'A low balance is notified once per crossing, with a record; undelivered, it becomes a visit.',
  ),
  D31: duty(
    '催缴',
    'Dunning by steps that no payment skips and no utility serves; it ends in legal action or a write-off.',
  ),
  D32: duty(
    '滞纳金、减免',
    'Late charge by contract, waivers within a person’s limit, computed again after a payment entered late.',
  ),
  D33: duty('退费、押金', 'Refunds never above what was paid; a deposit is a liability; an invoice is reversed.'),
  D34: duty('账目清晰', 'Statements in which opening and movements are the closing, and the age of debts on any day.'),
  D35: duty(
    '建立客户档案和信息数据库',
    'Register of owners, tenants and families by day, imported and masked by role.',
  ),
  D36: later('大客户维护', 'Key accounts with managers and times of their own.'),
  D37: duty(
    '客户满意度调查',
    'Surveys of tickets and of all households: one link, one answer, one reminder, not too often.',
  ),
  D38: later('客户关怀、市场推广', 'Campaigns to an audience that is fixed when they are sent.'),
  D39: later('客户法律事务服务', 'Legal matters with their days and their evidence.'),
  D40: later('赔偿处理', 'Compensation, approved by amount and paid once; the ledger has its account already.'),
  D41: later('定期拜访', 'Visit plans, and what residents need.'),
  D42: later('每日多次巡视', 'Patrols with points, windows and findings.'),
  D43: later('大厦管理日志', 'Building log and handover of shifts.'),
  D44: later('公共设施供给运作', 'Facilities: maintenance by interval, outages announced ahead.'),
  D45: later('客户水牌', 'Directory boards that show who is there today.'),
  D46: later('监督秩序、工程、清洁质量', 'Inspections with scores and corrective actions.'),
  D47: later('档案收集整理归档', 'Archives: retention, holds, loans.'),
  D48: later('业务培训', 'Training and certificates that expire.'),
  D49: later('考勤', 'Attendance and shifts.'),
  D50: later('办公用品领用', 'Office supplies with stock that never falls below zero.'),
  D51: duty('合理分配工作、规章制度', 'Roles by estate on every call; deputies and supervisors who work there.'),
  D52: duty(
    '与物业公司确定工作界面',
    'A repair goes to the organisation that pays; handing over needs acceptance, and the customer’s time goes on.',
  ),
  D53: later('对口政府部门', 'Authorities: their numbers, their days, replies that are approved.'),
  D54: later('数据统计、报表', 'Key figures with a definition and an instant.'),
  D55: later('客服工作计划', 'Service plans whose progress follows from the records.'),
  D56: later('领导交办、日常事务', 'Assigned tasks, confirmed by the giver.'),
  D57: later('收集客户及房地产市场资料', 'Market notes with source and day.'),
  D58: later('解答咨询', 'Answers with versions and a day of review.'),
  D59: later('大客户招商、订单管理', 'Leads, orders and deliveries.'),
  D60: later('投诉定期整理存档和上报', 'Periodic complaint digests.'),
};
