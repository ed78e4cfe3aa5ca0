import { text } from '../../../../shared/kernel/language.ts';

/** Texts of the booking page. */
export const words = {
  title: text('交付预约', '交付預約', 'Handover of your home'),
  home: text('房屋', '房屋', 'Home'),
  days: text('交付期间', '交付期間', 'Handover days'),
  booked: text('您已预约', '您已預約', 'Your booking'),
  when: text('时间', '時間', 'When'),
  code: text('预约码（到场时请报）', '預約碼（到場時請報）', 'Code (give it at check-in)'),
  bring: text(
    '请带身份证件；代理人还须带授权委托书。',
    '請帶身分證件；代理人還須帶授權委託書。',
    'Please bring an identity document; an agent also needs a power of attorney.',
  ),
  release: text('取消预约', '取消預約', 'Cancel this booking'),
  choose: text('选择时间', '選擇時間', 'Choose a time'),
  change: text('改约其他时间', '改約其他時間', 'Change to another time'),
  chooseDay: text('选择日期', '選擇日期', 'Choose a day'),
  dayFree: text('{day}（余 {left}）', '{day}（餘 {left}）', '{day} ({left} left)'),
  dayFull: text('{day}（已满）', '{day}（已滿）', '{day} (full)'),
  timeFree: text('{from}–{to} · 余 {left}', '{from}–{to} · 餘 {left}', '{from}–{to} · {left} left'),
  timesOf: text('{day} 的时段', '{day} 的時段', 'Times on {day}'),
  book: text('预约这个时间', '預約這個時間', 'Book this time'),
  nothingChosen: text('请先选择一个时段。', '請先選擇一個時段。', 'Please choose a time first.'),
  mistake: text('尚未预约成功：', '尚未預約成功：', 'Your booking was not made:'),
  full: text(
    '您选的时段刚刚约满，请另选一个。',
    '您選的時段剛剛約滿，請另選一個。',
    'This time has just been taken. Please choose another one.',
  ),
  notPossible: text(
    '现在不能这样办理。请查看下面的最新情况。',
    '現在不能這樣辦理。請查看下面的最新情況。',
    'This is not possible now. Please see the current status below.',
  ),
  done: text('已为您预约。', '已為您預約。', 'Your time is booked.'),
  released: text('已取消预约。', '已取消預約。', 'Your booking is cancelled.'),
  dayIsFull: text('{day} 已约满。', '{day} 已約滿。', '{day} is full.'),
  wait: text('候补 {day}', '候補 {day}', 'Join the waiting list for {day}'),
  waitHow: text(
    '有人退约时，系统按先后为您约定并发邮件告知；不合适可随时更改或取消。',
    '有人退約時，系統按先後為您約定並發郵件告知；不合適可隨時更改或取消。',
    'When a booking is cancelled, the next person on the waiting list gets the time and an e-mail. You can change or cancel it at any time.',
  ),
  waiting: text('您正在候补 {day}。', '您正在候補 {day}。', 'You are on the waiting list for {day}.'),
  lost: text(
    '很抱歉，您原来约定的时间已由我们取消。请另选时间。',
    '很抱歉，您原來約定的時間已由我們取消。請另選時間。',
    'We had to cancel your booking. Please choose another time.',
  ),
  anyDay: text('任意一天', '任意一天', 'any day'),
  waitNoMore: text('取消候补', '取消候補', 'Leave the waiting list'),
  noDays: text(
    '目前没有可约的日期，请致电客服热线。',
    '目前沒有可約的日期，請致電客服專線。',
    'No days can be booked at the moment. Please call our hotline.',
  ),
  keysGiven: text(
    '钥匙已交付，无需再预约。如有疑问请致电客服热线。',
    '鑰匙已交付，無需再預約。如有疑問請致電客服專線。',
    'The keys have been handed over; no further booking is needed. If you have a question, please call our hotline.',
  ),
  underWay: text(
    '您的交付正在办理，无需预约。如有疑问请致电客服热线。',
    '您的交付正在辦理，無需預約。如有疑問請致電客服專線。',
    'Your handover is under way and needs no booking. If you have a question, please call our hotline.',
  ),
} as const;
