/** Lanczos approximation of ln Γ (g = 7, n = 9), to 15 digits for x > 0. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

function lnGamma(x: number): number {
  const z = x - 1
  const t = z + 7.5
  const sum = LANCZOS.reduce((total, c, i) => (i === 0 ? c : total + c / (z + i)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The regularised lower incomplete gamma function P(a, x) (NIST DLMF 8.11.4 and 8.9.2). */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = a + 1; term > sum * 1e-16; n++) {
      term *= x / n
      sum += term
    }
    return front * sum
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return 1 - front * fraction
}

/** Where Wilson and Hilferty's normal approximation puts the quantile; close for all but few degrees of freedom. */
function firstGuess(p: number, freedom: number): number {
  const tail = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)))
  const z = tail - (2.30753 + 0.27061 * tail) / (1 + 0.99229 * tail + 0.04481 * tail * tail)
  const c = 2 / (9 * freedom)
  return freedom * (1 - c + Math.sign(p - 0.5) * z * Math.sqrt(c)) ** 3
}

/** The quantile of the chi-square distribution with `freedom` degrees of freedom, 0 < p < 1: Newton's steps, kept in bounds. */
export function chiSquareQuantile(p: number, freedom: number): number {
  const a = freedom / 2
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  let x = Math.max(firstGuess(p, freedom), 1e-3)
  for (let i = 0; i < 200; i++) {
    const miss = lowerGamma(a, x / 2) - p
    if (miss < 0) low = x
    else high = x
    const density = 0.5 * Math.exp((a - 1) * Math.log(x / 2) - x / 2 - lnGamma(a))
    const newton = x - miss / density
    const inside = newton > low && newton < high
    const next = inside ? newton : high === Number.POSITIVE_INFINITY ? 2 * x : (low + high) / 2
    if (Math.abs(next - x) <= x * 1e-12) return next
    x = next
  }
  return x
}

/**
 * The two-sided interval of a mean time between failures after `time` of operation with `failures` of them, for a test
 * that ends at a time (IEC 60605-4; MIL-HDBK-338B 8.3.2.5.2): 2T / χ². Without failures there is no upper end.
 */
export function meanTimeInterval(time: number, failures: number, confidence: number): { low: number; high?: number } {
  const tail = (1 - confidence) / 2
  const low = (2 * time) / chiSquareQuantile(1 - tail, 2 * failures + 2)
  return failures === 0 ? { low } : { low, high: (2 * time) / chiSquareQuantile(tail, 2 * failures) }
}
