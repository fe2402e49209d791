/** Names that a field cannot have beside our tags and InfluxDB's own column, each with any number of `_` after it. */
const TAKEN = /^(time|site|equipment)_*$/
const MOVED = /^(time|site|equipment)_+$/

/** The field that holds a metric: its own name, or with one more `_` where that name is taken. */
export const fieldOf = (metric: string): string => (TAKEN.test(metric) ? `${metric}_` : metric)

/** The metric that a field holds. */
export const metricOf = (field: string): string => (MOVED.test(field) ? field.slice(0, -1) : field)
