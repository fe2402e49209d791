/**
 * Every error that leaves the service: a stable code, its HTTP status and a plain sentence.
 * Clients translate the code; the sentence is for logs and developers.
 */
export const ERRORS = {
  BAD_REQUEST: [400, 'The request is not valid'],
  BAD_JSON: [400, 'The body is not valid JSON'],
  UNAUTHENTICATED: [401, 'Log in first'],
  WRONG_PASSWORD: [401, 'User name or password is wrong'],
  FORBIDDEN: [403, 'Your role does not allow this'],
  NOT_FOUND: [404, 'There is no such thing'],
  METHOD_NOT_ALLOWED: [405, 'This address does not take that method'],
  PAYLOAD_TOO_LARGE: [413, 'The body is too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'The body must be JSON'],
  TOO_MANY_REQUESTS: [429, 'Too many attempts; wait a little'],
  ALREADY_EXISTS: [409, 'That already exists'],
  UNKNOWN_SITE: [422, 'There is no such site'],
  UNKNOWN_GATEWAY: [422, 'There is no such gateway at this site'],
  UNKNOWN_CLASS: [422, 'The catalogue has no such equipment class'],
  UNKNOWN_METRIC: [422, 'The equipment class has no such metric'],
  UNKNOWN_PART: [422, 'There is no such part'],
  UNKNOWN_TECHNICIAN: [422, 'There is no such technician'],
  UNKNOWN_EQUIPMENT: [422, 'The equipment class has no such piece of equipment'],
  UNKNOWN_SKILL: [422, 'The catalogue has no such skill'],
  UNKNOWN_RULE: [422, 'The equipment class has no such rule'],
  RULE_INVALID: [422, 'The rule is not valid'],
  RULE_CONTRADICTORY: [422, 'The limits of the rule contradict each other'],
  RULE_DURATION: [422, 'A duration of the rule is zero or too long'],
  RULE_CYCLE: [422, 'Rules refer to each other in a circle'],
  RULE_TOO_LARGE: [422, 'The conditions of the rule are too long'],
  RULE_TOO_DEEP: [422, 'The conditions of the rule are nested too deeply'],
  TOO_MANY_RULES: [409, 'There are as many rules of your own as the service keeps'],
  UNKNOWN_PARAMETER: [422, 'The equipment class has no such parameter'],
  SURVEY_UNKNOWN: [404, 'There is no such survey'],
  SURVEY_GIVEN: [409, 'The survey has been answered'],
  SURVEY_EXPIRED: [410, 'The survey can no longer be answered'],
  SURVEY_BY_STAFF: [403, 'Who is logged in cannot answer for the customer'],
  CALL_ENDED: [409, 'The call has been made already'],
  CERTIFICATE_EXPIRED: [409, 'A certificate that the work requires is not valid on the day of the visit'],
  CERTIFICATE_MISSING: [409, 'A certificate that the work requires is not on file'],
  TICKET_TAKEN: [409, 'Somebody else has taken the ticket'],
  LINK_UNKNOWN: [404, 'There is no such link'],
  LINK_EXPIRED: [410, 'The link holds no longer'],
  ILLEGAL_MOVE: [409, 'It cannot move there from where it stands'],
  MOVE_NEEDS: [422, 'The move needs more than was given'],
  TICKET_ENDED: [409, 'The ticket has ended'],
  PROOF_MISMATCH: [422, 'That is the label of other equipment'],
  SIGNATURE_INVALID: [422, 'The signature is not a PNG drawing of a reasonable size'],
  EQUIPMENT_KNOWN: [409, 'The ticket is about known equipment already'],
  UNKNOWN_TROUBLE: [422, 'The catalogue has no such kind of trouble for this equipment'],
  PHOTO_INVALID: [422, 'That is not a photo that can be read'],
  PHOTO_TOO_LARGE: [413, 'The photo is too large'],
  TOO_MANY_PHOTOS: [409, 'There are as many photos as there may be'],
  CANNOT_PAUSE: [409, 'The service levels do not let this clock stand still'],
  CALENDAR_INVALID: [422, 'The table of working days has gaps or wrong days'],
  CALENDAR_UNCONFIRMED: [422, 'The table of working days lacks days off that the law gives; confirm it if it is right'],
  FAULT_UNKNOWN: [409, 'The telemetry does not say whether the fault is over'],
  CHECKLIST_OPEN: [409, 'The checklist of the visit is not answered yet'],
  NO_VERDICT: [409, 'Only a ticket of a fault whose repair is done can be judged'],
  STALE_VERSION: [409, 'Somebody changed this in the meantime'],
  FAULT_STILL_ACTIVE: [409, 'The telemetry has not been normal again'],
  NOT_ENOUGH_STOCK: [409, 'Not enough in stock'],
  BAD_QUANTITY: [422, 'That quantity is not possible'],
  STORE_NOT_EMPTY: [409, 'The store still holds parts'],
  UNKNOWN_STORE: [422, 'There is no such store'],
  WEBHOOK_ADDRESS: [422, 'Nothing is sent to that address'],
  RANGE_TOO_LONG: [422, 'The range asked for is too long; ask for a coarser one'],
  STORE_UNAVAILABLE: [503, 'The telemetry store does not answer'],
  SPOOL_UNAVAILABLE: [503, 'Messages cannot be put on disk'],
  DATABASE_UNAVAILABLE: [503, 'The operations database does not answer'],
  INTERNAL: [500, 'Something went wrong here'],
  CONFIG_INVALID: [500, 'The configuration is not valid'],
  DATA_DIR_NOT_EMPTY: [409, 'A backup is restored into an empty DATA_DIR only'],
  DATABASE_NOT_EMPTY: [409, 'A backup is restored into an empty database only'],
  DEMO_AMONG_OTHERS: [409, 'The demo does not go among the data of another service'],
  RESTORE_UNFINISHED: [500, 'A backup was being restored into this DATA_DIR and is not whole; restore it again'],
  BACKUP_EXISTS: [409, 'There is a file of that name already'],
  BACKUP_FAILED: [500, 'The backup could not be made or restored'],
  BACKUP_DAMAGED: [422, 'The backup is not whole'],
  BACKUP_NEWER: [409, 'The backup was made by a newer version'],
  BACKUP_OTHER_KIND: [409, 'The backup is of other databases than those the settings name'],
  DATA_DIR_IN_USE: [500, 'Another service is using this DATA_DIR'],
  BROKER_UNREACHABLE: [503, 'The MQTT broker does not answer'],
  BROKER_REFUSED: [401, 'The MQTT broker refused the gateway: its id or password is wrong'],
  PORT_IN_USE: [500, 'The port is in use'],
  CATALOGUE_INVALID: [500, 'The catalogue is not valid'],
  RULE_TEST_INVALID: [422, 'The file of rule tests is not valid'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof ERRORS

/** An error with a stable code; `details` is safe to show to a client. */
export class CodedError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details: unknown
  constructor(code: ErrorCode, details?: unknown, message: string = ERRORS[code][1]) {
    super(message)
    this.name = 'CodedError'
    this.code = code
    this.status = ERRORS[code][0]
    this.details = details
  }
}
