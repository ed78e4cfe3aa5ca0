/** Types of ticket (D2): 投诉, 咨询, 建议, 表扬, 报修. */
export const ticketTypes = ['complaint', 'inquiry', 'suggestion', 'praise', 'repair'] as const;
export type TicketType = (typeof ticketTypes)[number];

/** Channels of receipt: 热线, 来访, 来信, 邮件, 论坛, 手机应用, 巡查. */
export const channels = ['hotline', 'visit', 'letter', 'email', 'forum', 'app', 'patrol'] as const;

/** States of a ticket: 已受理, 处理中, 待业主, 已处理, 已办结, 已撤回. */
export const statuses = ['open', 'assigned', 'waiting', 'resolved', 'closed', 'withdrawn'] as const;
export type TicketStatus = (typeof statuses)[number];
