/** The class of a gateway as a piece of equipment of its own: it watches others, and its loss is one of the monitoring. */
export const GATEWAY_CLASS = 'gateway'
