import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { actingStaff, type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
import { operationsOn } from '../../../shared/http/operations.ts';
import type { Route } from '../../../shared/http/route.ts';
import {
  acknowledgeSchema,
  acknowledgeTicket,
  addTicketNote,
  noteSchema,
  putTicketOnHold,
  replySchema,
  replyToTicket,
  resumeSchema,
  resumeTicket,
  waitSchema,
} from './answer-ticket.ts';
import { answerTriage, answerTriageSchema } from './answer-triage.ts';
import { assignSchema, assignTicket } from './assign-ticket.ts';
import { type TicketRules, ticketRulesOf } from './change-ticket.ts';
import { agreeTargets, agreeTargetsSchema, changeTicketType, changeTypeSchema } from './classify-ticket.ts';
import { escalateSchema, escalateTicket } from './escalate-ticket.ts';
import {
  closeSchema,
  closeTicket,
  reopenSchema,
  reopenTicket,
  resolveSchema,
  resolveTicket,
  withdrawSchema,
  withdrawTicket,
} from './finish-ticket.ts';
import {
  handBackSchema,
  handBackTicket,
  offerTicket,
  offerTicketSchema,
  takeOverSchema,
  takeOverTicket,
} from './hand-over-ticket.ts';
import type { Change, Operation } from './operation.ts';
import { callBackInput, outsideCallInput, recordCallBack, recordOutsideCall } from './record-call.ts';
import type { Ticket } from './ticket.ts';
import { deskAndHousehold, mustHaveTicket, ticketFor, ticketPath } from './ticket-access.ts';
import { ticketViewSchema, viewOf } from './ticket-view.ts';

const deskAndTechnician: readonly Role[] = ['technician', ...deskRoles];

/** Problems of every change of a ticket, and of every operation that ends a ticket. */
const changeProblems = ['illegal-state', 'in-the-future', 'out-of-order', 'too-many-entries'];
const endProblems = ['emergency-suspected', 'gas-not-verified', ...changeProblems];

/** Declares `POST /v1/tickets/{ticketId}/<name>`, an operation now or, entered late, at `occurredAt`. */
const operation = operationsOn({
  path: '/v1/tickets/{ticketId}',
  params: ticketPath,
  response: ticketViewSchema,
  load: async (call) => {
    const before = await ticketFor(call);
    const { occurredAt } = call.body;
    return { before, act: call.act({ occurredAt }), rules: await ticketRulesOf(before), caller: call.caller };
  },
  change: (change: Change) => change,
  view: (after, _, { caller, language }) => viewOf(after, caller, language),
});

/** Returns the decision of an operation on the loaded ticket. */
function decideBy<Input>(decide: Operation<Input>) {
  return ({ before, act, rules }: { before: Ticket; act: ActionContext; rules: TicketRules }, input: Input) =>
    decide(before, input, act, rules);
}

/** Returns the same decision, for technicians on their own tickets only. */
function decideTheirsBy<Input>(decide: Operation<Input>) {
  return (context: { before: Ticket; act: ActionContext; rules: TicketRules; caller: Caller }, input: Input) => {
    mustHaveTicket(context.before, context.caller);
    return decideBy(decide)(context, input);
  };
}

/** Routes for the operations that change a ticket. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'acknowledge',
    operationId: 'acknowledgeTicket',
    summary: 'Acknowledge a ticket to its requester (受理告知)',
    description:
      'The earliest acknowledgement counts, also when it is entered later. Technicians only their own tickets.',
    allow: deskAndTechnician,
    throws: ['not-your-ticket', ...changeProblems],
    body: acknowledgeSchema,
    run: decideTheirsBy(acknowledgeTicket),
  }),
  operation({
    name: 'assign',
    operationId: 'assignTicket',
    summary: 'Assign a ticket to a staff member, or transfer it with a reason (转派)',
    description:
      'The staff member must work in the estate of the ticket. Taking it from somebody else needs a `reason`. An assignment also counts as acknowledgement.',
    allow: deskRoles,
    throws: ['reason-needed', 'unknown-staff', ...changeProblems],
    body: assignSchema,
    run: decideBy(assignTicket),
  }),
  operation({
    name: 'agree-targets',
    operationId: 'agreeTicketTargets',
    summary: 'Enter the times that a contract promises for a ticket',
    description:
      'They replace those of the tickets policy for the same SLA timers, from the receipt on, and stay when type, severity or category change. Entering them again replaces them.',
    allow: ['supervisor', 'manager'],
    throws: changeProblems,
    body: agreeTargetsSchema,
    run: decideBy(agreeTargets),
  }),
  operation({
    name: 'hold',
    operationId: 'putTicketOnHold',
    summary: 'Put a ticket on hold with a question to the requester',
    description:
      'A requester in the register gets the question as a notice. SLA timers that may pause stand still until the ticket is resumed. Technicians only their own tickets.',
    allow: deskAndTechnician,
    throws: ['advertising-in-service', 'not-your-ticket', ...changeProblems],
    body: waitSchema,
    run: decideTheirsBy(putTicketOnHold),
  }),
  operation({
    name: 'resume',
    operationId: 'resumeTicket',
    summary: 'Resume a ticket that is on hold',
    description:
      'Residents resume their own ticket, with the answer to the question, technicians theirs. The paused SLA timers go on.',
    allow: [...deskAndHousehold, 'technician'],
    throws: ['not-your-ticket', ...changeProblems],
    body: resumeSchema,
    run: decideTheirsBy(resumeTicket),
  }),
  operation({
    name: 'reply',
    operationId: 'replyToTicket',
    summary: 'Reply to the requester of a ticket (答复)',
    description:
      'A requester in the register gets the text as a notice, with every `channel`. With `milestone` it is the letter of that milestone of a complaint, which it meets when it is sent, and no longer when it comes back.',
    allow: deskRoles,
    throws: ['advertising-in-service', 'milestone-of-complaints', 'nobody-to-write-to', ...changeProblems],
    body: replySchema,
    run: decideBy(replyToTicket),
  }),
  operation({
    name: 'notes',
    operationId: 'addTicketNote',
    summary: 'Add a note to a ticket',
    description:
      'Allowed in every state. The requester sees the notes of residents, and those of staff with `visibleToRequester`. Technicians add notes to their own tickets only.',
    allow: ['resident', ...actingStaff],
    throws: ['in-the-future', 'not-your-ticket', 'out-of-order', 'too-many-entries'],
    body: noteSchema,
    run: decideTheirsBy(addTicketNote),
  }),
  operation({
    name: 'resolve',
    operationId: 'resolveTicket',
    summary: 'Resolve a ticket with its result (处理结果)',
    description:
      'Answers 409 while an emergency is suspected, unless the work ended before the report was entered, and for a gas emergency until the gas company has confirmed that the source is safe.',
    allow: deskRoles,
    throws: endProblems,
    body: resolveSchema,
    run: decideBy(resolveTicket),
  }),
  operation({
    name: 'close',
    operationId: 'closeTicket',
    summary: 'Close a ticket (办结)',
    description:
      'Resolves the ticket first if it is not resolved, under the same conditions. Afterwards a survey or a return visit asks the requester, by the policy of the estate.',
    allow: deskRoles,
    throws: endProblems,
    body: closeSchema,
    run: decideBy(closeTicket),
  }),
  operation({
    name: 'reopen',
    operationId: 'reopenTicket',
    summary: 'Reopen a ticket',
    description:
      'The number stays, and the SLA timers go on with the time that they had used. From the second reopening on the ticket is escalated to the manager.',
    allow: deskAndHousehold,
    throws: changeProblems,
    limits: [{ most: 10, per: 'hour' }],
    body: reopenSchema,
    run: decideBy(reopenTicket),
  }),
  operation({
    name: 'withdraw',
    operationId: 'withdrawTicket',
    summary: 'Withdraw a ticket without deleting it (撤回)',
    description:
      'Answers 409 while an emergency is suspected. Only staff may withdraw an emergency that is not resolved.',
    allow: deskAndHousehold,
    throws: ['emergency-not-withdrawn', ...endProblems],
    body: withdrawSchema,
    run: decideBy(withdrawTicket),
  }),
  operation({
    name: 'change-type',
    operationId: 'changeTicketType',
    summary: 'Change the type of a ticket',
    description: 'Number, history and time of receipt stay. The SLA timers of the new type count from the receipt.',
    allow: deskRoles,
    throws: ['triage-core-stays', ...changeProblems],
    body: changeTypeSchema,
    run: decideBy(changeTicketType),
  }),
  operation({
    name: 'offer',
    operationId: 'offerTicket',
    summary: 'Ask another organisation to take a ticket over (移交)',
    description:
      'The ticket stays where it is until the other organisation takes it over or hands it back. The SLA timer `handOver` measures how long that takes.',
    allow: deskRoles,
    throws: ['already-offered', 'already-with-them', 'not-offered', 'unknown-staff', ...changeProblems],
    body: offerTicketSchema,
    run: decideBy(offerTicket),
  }),
  operation({
    name: 'take-over',
    operationId: 'takeOverTicket',
    summary: 'Take over an offered ticket (接收)',
    description:
      'Only for the staff member named in the offer, or a manager; without a name, for everybody at the desk. The SLA timers promised to the customer keep running.',
    allow: deskRoles,
    throws: ['not-offered', ...changeProblems],
    body: takeOverSchema,
    run: decideBy(takeOverTicket),
  }),
  operation({
    name: 'hand-back',
    operationId: 'handBackTicket',
    summary: 'Hand back an offered ticket with a reason (退回)',
    description: 'For the same people as a takeover. The ticket stays with the organisation that has it.',
    allow: deskRoles,
    throws: ['not-offered', ...changeProblems],
    body: handBackSchema,
    run: decideBy(handBackTicket),
  }),
  operation({
    name: 'outside-calls',
    operationId: 'recordOutsideCall',
    summary: 'Record a call to an outside service and its answer (119, gas company, lift company)',
    description:
      'A gas emergency can end only after the gas company answered `source-safe`. At most 100 calls per ticket.',
    allow: deskAndTechnician,
    throws: changeProblems,
    body: outsideCallInput,
    run: decideBy(recordOutsideCall),
  }),
  operation({
    name: 'call-backs',
    operationId: 'recordCallBack',
    summary: 'Record a call-back attempt about a suspected emergency',
    description:
      'Leaving a message is no contact. After every outcome the time-outs go on until the questions are answered.',
    allow: deskAndTechnician,
    throws: ['nothing-suspected', ...changeProblems],
    body: callBackInput,
    run: decideBy(recordCallBack),
  }),
  operation({
    name: 'escalate',
    operationId: 'escalateTicket',
    summary: 'Escalate a ticket to the manager (上报)',
    description:
      'Goes to the supervisor where the estate has no manager. A deputy stands in for somebody who is absent.',
    allow: deskAndHousehold,
    throws: ['nobody-to-escalate-to', ...changeProblems],
    limits: [{ most: 10, per: 'hour' }],
    body: escalateSchema,
    run: decideBy(escalateTicket),
  }),
  operation({
    name: 'triage/answers',
    operationId: 'answerTriage',
    summary: 'Answer the questions about a suspected emergency',
    description:
      'One answer of danger makes the ticket an emergency and a repair at once. When all questions are answered without danger, the suspicion is dismissed. The ticket lists the questions in `suspicion.questions`.',
    allow: [...deskAndHousehold, 'technician'],
    throws: ['nothing-suspected', 'triage-core-stays', 'unknown-question', ...changeProblems],
    body: answerTriageSchema,
    run: decideBy(answerTriage),
  }),
];
