import type {
  ComplaintChange,
  ComplaintMove,
  ComplaintVerdict,
  NewComplaint,
  PublicComplaint,
} from '#domain/complaintForms.ts'
import type { Complaint, ComplaintProgress, ComplaintStatus } from '#domain/complaints.ts'
import type { ComplaintKind } from '#domain/customerPolicy.ts'
import type { FollowUp, FollowUpList, NewCallAttempt } from '#domain/followUps.ts'
import type { Page, PageQuery, SiteQuery } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { AskedCustomer, SurveyForm, SurveyInvitation, SurveyKey, SurveyWanted } from '#domain/surveys.ts'
import type { CallKind } from '#domain/ticketClocks.ts'
import type { SurveyAnswer } from '#domain/ticketForms.ts'

export interface SurveyVerbs {
  form(key: SurveyKey): Promise<SurveyForm>
  answer(key: SurveyKey, answer: SurveyAnswer): Promise<void>
  asked(ticket: string, actor: Actor): Promise<AskedCustomer[]>
  invite(ticket: string, actor: Actor, wanted?: SurveyWanted): Promise<SurveyInvitation>
  show(ticket: string, actor: Actor, wanted?: SurveyWanted): Promise<SurveyInvitation>
}

export interface FollowUpVerbs {
  list(query: PageQuery & { site?: string; due?: FollowUpList }, actor: Actor): Promise<Page<FollowUp>>
  attempt(ticket: string, kind: CallKind, attempt: NewCallAttempt, actor: Actor): Promise<FollowUp>
}

export interface ComplaintVerbs {
  list(
    query: SiteQuery & {
      open?: boolean
      status?: ComplaintStatus
      kind?: string
      ticket?: string
      technician?: string
    },
  ): Promise<Page<Complaint>>
  get(id: string): Promise<Complaint | undefined>
  many(ids: readonly string[]): Promise<Complaint[]>
  add(input: NewComplaint, actor: Actor): Promise<Complaint & { token: string }>
  change(id: string, change: ComplaintChange, actor: Actor): Promise<Complaint>
  move(id: string, move: ComplaintMove, actor: Actor): Promise<Complaint>
}

export interface PublicComplaintVerbs {
  kinds(): Omit<ComplaintKind, 'close'>[]
  send(input: PublicComplaint): Promise<{ complaint: string; token: string }>
  progress(token: string): Promise<ComplaintProgress>
  judge(token: string, verdict: ComplaintVerdict): Promise<ComplaintProgress>
}
