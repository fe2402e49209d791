import type { Component } from 'vue'
import ArrivalForm from './ArrivalForm.vue'
import DiagnosisForm from './DiagnosisForm.vue'
import DispatchForm from './DispatchForm.vue'
import FollowUpForm from './FollowUpForm.vue'
import type { MoveFormKind } from './nextMoves.ts'
import ReasonForm from './ReasonForm.vue'
import RepairForm from './RepairForm.vue'
import RootCauseForm from './RootCauseForm.vue'
import SignatureForm from './SignatureForm.vue'
import SurveyForm from './SurveyForm.vue'
import TextForm from './TextForm.vue'
import TriageForm from './TriageForm.vue'
import WaitingForm from './WaitingForm.vue'

/** The form of each kind of move. */
export const FORMS: Readonly<Record<MoveFormKind, Component>> = {
  triage: TriageForm,
  technician: DispatchForm,
  reason: ReasonForm,
  arrival: ArrivalForm,
  diagnosis: DiagnosisForm,
  waiting: WaitingForm,
  repair: RepairForm,
  text: TextForm,
  signature: SignatureForm,
  survey: SurveyForm,
  followUp: FollowUpForm,
  rootCause: RootCauseForm,
}
