import { Type } from 'typebox'
import { SurveyPolicy } from '#domain/customerPolicy.ts'
import { NewCallAttempt } from '#domain/followUps.ts'
import { SURVEY_CHANNELS } from '#domain/surveys.ts'
import { CALL_KINDS } from '#domain/ticketClocks.ts'
import { SurveyAnswer } from '#domain/ticketForms.ts'
import { PRIORITIES, TICKET_STATUSES } from '#domain/tickets.ts'
import { Id, Moment } from './common.ts'
import { ContactView } from './intake.ts'

export const SurveyInvitationView = Type.Object(
  {
    token: Type.String({ description: 'Told here and nowhere else; the page is /s/{token}' }),
    expiresAt: Moment,
  },
  { $id: 'SurveyInvitation' },
)

/** The way to the survey as a picture: it is scanned, not read, and soon holds no longer. */
export const SurveyCodeView = Type.Object(
  { svg: Type.String({ description: 'A QR code' }), expiresAt: Moment },
  { $id: 'SurveyCode' },
)

export const SurveyFormView = Type.Object(
  {
    state: Type.Enum(['open', 'given', 'expired']),
    site: Type.String(),
    equipment: Type.String(),
    title: Type.Optional(Type.String()),
    about: Type.Optional(Type.Object({ name: Type.String(), name_zh: Type.String() })),
    expiresAt: Moment,
    questions: SurveyPolicy.properties.questions,
    reasons: SurveyPolicy.properties.reasons,
  },
  { $id: 'SurveyForm' },
)

const AttemptView = Type.Object({
  number: Type.Integer(),
  at: Moment,
  by: Type.String(),
  result: NewCallAttempt.properties.result,
  note: Type.Optional(Type.String()),
})

const SurveyResultView = Type.Object({
  ...SurveyAnswer.properties,
  id: Type.String(),
  ticket: Id,
  answeredAt: Moment,
  by: Type.String({ description: 'A user, or `customer`' }),
  channel: Type.Optional(Type.Enum([...SURVEY_CHANNELS])),
  shownBy: Type.Optional(Type.String({ description: 'Who showed or sent the link' })),
  report: Type.Optional(Type.String({ description: 'Of whom it is, where they left a contact: their first report' })),
})

const ReporterView = Type.Object({
  report: Type.String(),
  contact: Type.Optional(ContactView),
  masked: Type.Optional(Type.Literal(true)),
})

export const AskedCustomerView = Type.Object(
  { ...Type.Partial(ReporterView).properties, state: SurveyFormView.properties.state },
  { $id: 'AskedCustomer' },
)

export const FollowUpView = Type.Object(
  {
    id: Type.String(),
    ticket: Id,
    kind: Type.Enum([...CALL_KINDS], { description: 'The return visit after a repair, or the call after a low score' }),
    callee: Type.Enum(['reporter', 'siteManager']),
    site: Id,
    equipment: Id,
    title: Type.Optional(Type.String()),
    faultCode: Type.Optional(Type.String()),
    trouble: Type.Optional(Type.String()),
    priority: Type.Enum([...PRIORITIES]),
    status: Type.Enum([...TICKET_STATUSES]),
    technician: Type.Optional(Id),
    contact: Type.Optional(ContactView),
    masked: Type.Optional(Type.Literal(true)),
    startedAt: Moment,
    dueAt: Moment,
    breachedAt: Type.Optional(Moment),
    endedAt: Type.Optional(Moment),
    ready: Type.Boolean({ description: 'The repair has been accepted' }),
    triesLeft: Type.Integer({ description: 'Calls to be tried before it may end without anybody reached' }),
    attempts: Type.Array(AttemptView),
    reporters: Type.Array(ReporterView, { description: 'Everybody who can be reached, in the order of their reports' }),
    surveys: Type.Array(SurveyResultView, { description: 'The last answer of each who was asked, oldest first' }),
  },
  { $id: 'FollowUp' },
)
