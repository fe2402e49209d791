import type { Generated } from 'kysely'
import type { Channel as ChangeChannel } from '#domain/changes.ts'
import type { ComplaintChannel, ComplaintClockKind, ComplaintStatus } from '#domain/complaints.ts'
import type { DispatchMode, OfferOutcome } from '#domain/dispatch.ts'
import type { Occupancy } from '#domain/equipment.ts'
import type { Severity, Suppression } from '#domain/faults.ts'
import type { CallResult } from '#domain/followUps.ts'
import type { IncidentKind } from '#domain/incidents.ts'
import type { MovementKind, PurchaseStatus, ReservationStatus, StoreKind } from '#domain/parts.ts'
import type { Role } from '#domain/people.ts'
import type { Channel } from '#domain/reported.ts'
import type { DutyKind } from '#domain/roster.ts'
import type {
  CallKind,
  ClockEvent,
  ClockKind,
  Origin,
  Priority,
  SignaturePurpose,
  SigningParty,
  TicketKind,
  TicketStatus,
} from '#domain/tickets.ts'
import type { Outcome } from '#domain/verdicts.ts'
import type { DeliveryState, WebhookFormat } from '#domain/webhooks.ts'
import type { WindowKind } from '#domain/windows.ts'

/** Why a fault's timer runs: to tell people again, to tell more of them, to call it standing, to grade it higher. */
export type FaultTimer = 'remind' | 'escalate' | 'standing' | 'raise'

/**
 * The operations database as Kysely sees it, alike on SQLite and PostgreSQL:
 * times are UTC milliseconds in a bigint, flags are 0 or 1, structures are JSON text.
 */
export interface Tables {
  meta: { key: string; value: string }
  counter: { name: string; value: number }
  change_log: { seq: number; channel: ChangeChannel; item: string; op: 'upsert' | 'remove'; at: number }
  site: { id: string; name: string; timezone: string }
  gateway: {
    id: string
    site: string
    password_hash: string
    online: number | null
    session: string | null
    last_seen: number | null
  }
  equipment: {
    id: string
    site: string
    gateway: string
    class: string
    name: string
    params: string
    occupancy: Occupancy
    created_at: number
    /** 0 while only its gateway has named it. */
    confirmed: Generated<number>
    /** The equipment that it gets its power from. */
    fed_by: string | null
  }
  equipment_param_history: { equipment: string; number: number; until_at: number; params: string; by: string }
  fault: {
    id: string
    equipment: string
    site: string
    class: string
    code: string
    severity: Severity
    life_safety: number
    state: 'firing' | 'resolved'
    fired_at: number
    resolved_at: number | null
    evidence: string
    acknowledged_at: number | null
    acknowledged_by: string | null
    comment: string | null
    shelved_until: number | null
    shelved_by: string | null
    shelve_reason: string | null
    ticket: string | null
    occurrences: Generated<number>
    occurred_at: Generated<number>
    chattering_at: number | null
    standing_at: number | null
    suppressed: Suppression | null
    suppressed_by: string | null
    incident: string | null
    reminders: Generated<number>
    reminded_at: number | null
    escalation: Generated<number>
    escalated_at: number | null
    escalated_to: Role | null
    /** The window that kept it quiet, also when that is over. */
    maintenance_window: string | null
    /** 1 while its rule's ticket budget keeps it from a ticket. */
    withheld: Generated<number>
    /** How far it went: `Seen` as JSON; null before it first ended. */
    seen: Generated<string | null>
  }
  fault_event: { fault: string; number: number; at: number; by: string; event: string; detail: string | null }
  fault_timer: { fault: string; kind: FaultTimer; step: number; due_at: number; done_at: number | null }
  incident: {
    id: string
    site: string
    kind: IncidentKind
    about: string
    cause: string | null
    ticket: string | null
    opened_at: number
    closed_at: number | null
    release_at: number | null
    released_at: number | null
  }
  out_of_service: {
    id: string
    site: string
    equipment: string
    code: string | null
    reason: string
    by: string
    since: number
    until_at: number | null
    ended_at: number | null
    ended_by: string | null
  }
  maintenance_window: {
    id: string
    site: string
    kind: WindowKind
    equipment: string
    classes: string
    starts_at: number
    ends_at: number
    ended_at: number | null
    ended_by: string | null
    reason: string
    contact: string
    created_by: string
    created_at: number
    settled_at: number | null
    report: string | null
  }
  window_event: {
    maintenance_window: string
    number: number
    at: number
    by: string
    event: string
    detail: string | null
  }
  /** Each version of a rule that a person made or changed; without `rule` the catalogue's own is in force. */
  rule_version: {
    code: string
    version: number
    class: string
    rule: string | null
    hash: string
    at: number
    by: string
    reason: string
  }
  /** How many tickets a rule opened on a day (Asia/Shanghai), and how many its budget held back. */
  rule_day: { code: string; day: string; opened: number; withheld: number }
  /** What a rule in shadow mode found. */
  shadow_fault: {
    id: string
    equipment: string
    site: string
    class: string
    code: string
    fired_at: number
    resolved_at: number | null
    evidence: string
  }
  intake_policy: { version: number; policy: string; at: number; by: string }
  report: {
    id: string
    ticket: string
    site: string
    equipment: string
    trouble: string
    channel: Channel
    danger: number
    joined: number
    words: string | null
    place: string | null
    contact_name: string | null
    contact_phone: string | null
    forgotten_at: number | null
    /** Of the reporter's link; null once it is over. */
    token_hash: string | null
    key_hash: string | null
    at: number
    by: string
  }
  /** The photos of a report or of a ticket itself, told apart by their ids. */
  photo: {
    owner: string
    number: number
    file: string
    /** The hash of what was sent, by which the same photo is known when it is sent again. */
    source: string
    width: number
    height: number
    bytes: number
    at: number
    by: string
  }
  alarm_policy: { version: number; policy: string; at: number; by: string }
  ticket: {
    id: string
    version: number
    site: string
    equipment: string
    fault: string | null
    fault_code: string | null
    title: string | null
    severity: Severity
    life_safety: number
    priority: Priority
    status: TicketStatus
    origin: Origin
    skill: string | null
    technician: string | null
    technician_proposed: number
    occurrences: number
    opened_at: number
    failed_at: number
    restored_at: number | null
    closed_at: number | null
    repair: string | null
    /** How many of its events other systems have been told of. */
    announced: Generated<number>
    /** Of a root-cause task: what it is about, and what was found. */
    root_cause_of: Generated<string | null>
    root_cause: Generated<string | null>
    /** How many of its events have been queued for webhooks. */
    notified: Generated<number>
    kind: Generated<TicketKind>
    /** The version of the service levels that it is measured by; null before there were versions. */
    policy: Generated<number | null>
    minor: Generated<number>
    reopens: Generated<number>
    urges: Generated<number>
    /** The ticket of the same fault that was closed not long before. */
    repeat_of: Generated<string | null>
    diagnosis: Generated<string | null>
    delay: Generated<string | null>
    /** Who goes along, where the skill asks for two. */
    second: Generated<string | null>
    /** What was found, by its repair report or by who judged it otherwise since. */
    verdict: Generated<Outcome | null>
    /** What people said that it is; only one ticket of it is open a piece of equipment. */
    trouble: Generated<string | null>
  }
  ticket_clock: {
    ticket: string
    kind: ClockKind
    started_at: number
    due_at: number
    stopped_at: number | null
    breached_at: number | null
    /** What was promised; null before clocks said so. */
    span: Generated<string | null>
    /** Since when it stands still; null while it runs. */
    paused_at: Generated<number | null>
  }
  clock_pause: { ticket: string; kind: ClockKind; from_at: number; to_at: number | null; reason: string }
  /** What happened to a clock, line by line. */
  clock_line: {
    ticket: string
    kind: ClockKind
    number: number
    at: number
    event: ClockEvent
    by: string
    detail: string | null
  }
  escalation: {
    ticket: string
    kind: ClockKind
    level: number
    role: Role
    due_at: number
    fired_at: number | null
  }
  ticket_signature: {
    ticket: string
    number: number
    purpose: SignaturePurpose
    name: string
    party: SigningParty
    at: number
    by: string
    /** A drawn signature: a PNG in base64. */
    image: string | null
  }
  /** One invitation or answer a row; what is not answered ends with the next invitation. */
  survey: {
    id: string
    ticket: string
    site: string
    /** Null where the desk wrote the answer down without a link. */
    token_hash: string | null
    created_at: number
    expires_at: number
    ended_at: number | null
    answered_at: number | null
    answered_by: string | null
    score: number | null
    answer: string | null
  }
  call_attempt: {
    ticket: string
    kind: CallKind
    number: number
    at: number
    by: string
    result: CallResult
    note: string | null
  }
  complaint: {
    id: string
    version: number
    site: string | null
    kind: string
    status: ComplaintStatus
    channel: ComplaintChannel
    text: string
    ticket: string | null
    technician: string | null
    equipment: string | null
    contact: string | null
    token_hash: string | null
    policy: number
    escalations: Generated<number>
    registered_at: number
    closed_at: number | null
    handler: string | null
    finding: string | null
    answer: string | null
    measure: string | null
  }
  complaint_clock: {
    complaint: string
    kind: ComplaintClockKind
    round: number
    started_at: number
    due_at: number
    stopped_at: number | null
    breached_at: number | null
    span: string
  }
  complaint_escalation: {
    complaint: string
    kind: ComplaintClockKind
    round: number
    level: number
    role: Role
    due_at: number
    fired_at: number | null
  }
  complaint_event: {
    complaint: string
    number: number
    at: number
    by: string
    event: string
    from_status: ComplaintStatus | null
    to_status: ComplaintStatus | null
    detail: string | null
  }
  /** What the reports count of a ticket, one row each; times in milliseconds. Written with every change of the ticket. */
  ticket_figure: {
    ticket: string
    site: string
    class: string
    model: string | null
    equipment: string
    kind: TicketKind
    fault_code: string | null
    cause: string | null
    priority: Priority
    technician: string | null
    status: TicketStatus
    /** 1 where it stands for a failure, and where that took the equipment out of service. */
    failure: number
    out_of_service: number
    opened_at: number
    failed_at: number
    restored_at: number | null
    /** When it was first thought repaired or answered, and when it was last handed over. */
    repaired_at: number | null
    handed_at: number | null
    /** The parts of the time to restoration; null until restored. */
    detection: number | null
    response: number | null
    travel: number | null
    waiting: number | null
    repair: number | null
    acceptance: number | null
    /** Until the first repair: how often somebody came, and whether a part was waited for. */
    visits: number
    waited_part: number
    /** How long the first repair held; null while it does. */
    held: number | null
    /** How long after the last one of the same fault was closed it was opened. */
    repeat_after: number | null
    labour_min: number | null
    parts_cost: number | null
    /** Bit n: the clock of that number in `CLOCK_KINDS` was kept, was missed. */
    kept: number
    missed: number
    score: number | null
    follow_up: string | null
  }
  /** In which status a ticket stood when a clock ran out, and how late the clock stopped; null while it runs on. */
  ticket_breach: { ticket: string; kind: ClockKind; status: TicketStatus; late: number | null }
  /** Each version of the numbers that the reports go by. */
  report_policy: { version: number; policy: string; at: number; by: string }
  service_policy: {
    version: number
    in_force_at: number
    created_at: number
    created_by: string
    note: string | null
    policy: string
  }
  calendar_year: {
    year: number
    off_days: string
    work_days: string
    source: string
    imported_by: string
    imported_at: number
  }
  webhook: {
    id: string
    name: string
    url: string
    format: WebhookFormat
    events: string
    sites: string
    secret: string
    active: number
    created_at: number
    created_by: string
    failures: Generated<number>
    last_at: number | null
    last_status: number | null
    last_error: string | null
  }
  webhook_delivery: {
    webhook: string
    ticket: string
    number: number
    event: string
    state: DeliveryState
    attempts: Generated<number>
    next_at: number
    created_at: number
    ended_at: number | null
    status: number | null
    error: string | null
  }
  ticket_event: {
    ticket: string
    number: number
    at: number
    by: string
    event: string
    from_status: TicketStatus | null
    to_status: TicketStatus | null
    detail: string | null
    /** The ticket's version after what this line tells. */
    version: number
  }
  part: {
    part_no: string
    name: string
    name_zh: string
    unit: string
    on_hand: number
    reserved: number
    min_stock: number
    lead_time_days: number
    unit_cost: number | null
    /** 1 once somebody has said how many there are. */
    counted: number
    /** How many lines its ledger has; `on_hand` and `reserved` are the sums over the stores. */
    movements: Generated<number>
    /** How long what is fitted of it is under warranty. */
    warranty_months: number | null
  }
  store: {
    id: string
    name: string
    name_zh: string
    kind: StoreKind
    site: string | null
    technician: string | null
    active: number
  }
  stock: { store: string; part_no: string; on_hand: number; reserved: number }
  /** The ledger: every change of a stock row, numbered by part without gaps. */
  stock_movement: {
    part_no: string
    number: number
    at: number
    by: string
    kind: MovementKind
    store: string
    on_hand: number
    reserved: number
    ticket: string | null
    purchase_order: string | null
    reason: string | null
  }
  /** What a ticket needs of a part: one row a status and store; quantities move between the rows. */
  reservation: {
    ticket: string
    part_no: string
    quantity: number
    status: ReservationStatus
    created_at: number
    /** Empty while it is short, and where the store is not known. */
    store: Generated<string>
    /** The part that this one stands in for. */
    instead_of: string | null
  }
  part_alternate: { part_no: string; alternate: string; rank: number }
  kit: { class: string; fault_code: string; version: number; parts: string; at: number; by: string }
  fitted_part: {
    id: string
    equipment: string
    part_no: string
    quantity: number
    serial: string | null
    ticket: string | null
    fitted_at: number
    fitted_by: string
    warranty_until: number | null
    removed_at: number | null
    removed_by: string | null
    removed_reason: string | null
  }
  purchase_order: {
    id: string
    part_no: string
    quantity: number
    status: PurchaseStatus
    ticket: string | null
    created_at: number
    expected_at: number | null
    received: Generated<number>
    supplier: string | null
  }
  technician: {
    id: string
    name: string
    phone: string | null
    skills: string
    sites: string
    active: number
    certificates: Generated<string>
    /** The contractor that employs the technician; null for the own people. */
    company: Generated<string | null>
    /** The site where a working day starts. */
    base: Generated<string | null>
  }
  /** A weekly pattern, or an exception when it covers a few days. */
  roster_entry: {
    id: string
    technician: string
    site: string | null
    skill: string | null
    kind: DutyKind
    weekdays: string
    from_day: string
    until_day: string | null
    starts: string
    ends: string
    note: string | null
    created_at: number
    created_by: string
  }
  site_dispatch: {
    site: string
    version: number
    mode: DispatchMode
    accept_min: number | null
    strict: number
    latitude: number | null
    longitude: number | null
    changed_at: number
    changed_by: string
  }
  /** To whom a ticket was given, and what came of it. */
  ticket_offer: {
    ticket: string
    number: number
    technician: string
    at: number
    due_at: number | null
    ended_at: number | null
    outcome: OfferOutcome | null
  }
  work_link: {
    id: string
    ticket: string
    technician: string
    token_hash: string
    created_at: number
    created_by: string
    expires_at: number
    revoked_at: number | null
    revoked_by: string | null
  }
  account: { username: string; password_hash: string; role: Role; sites: string; created_at: number }
  login: { token_hash: string; username: string; created_at: number; expires_at: number }
  api_token: { token_hash: string; username: string; name: string; created_at: number }
}
