const MOST_DIGITS = 9

/** A number with as few digits as can be strictly between two others, near their middle: 112 between 109.3 and 114.8. */
export function roundBetween(low: number, high: number): number {
  const middle = (low + high) / 2
  const top = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE)))
  for (let digits = 0; digits <= MOST_DIGITS + 3; digits++) {
    const power = 10 ** (top - digits)
    const rounded = Number((Math.round(middle / power) * power).toPrecision(MOST_DIGITS))
    if (rounded > low && rounded < high) return rounded
  }
  return middle
}
