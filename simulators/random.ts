/** Random numbers that a seed repeats. */
export interface Random {
  /** In [low, high). */
  between(low: number, high: number): number
  normal(mean: number, deviation: number): number
  /** Multiplies: exp of a normal number with mean 0. */
  logNormal(sigma: number): number
  chance(probability: number): boolean
  integer(low: number, high: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  weibull(shape: number, scale: number): number
}

/** Mulberry32: 32 bits of state, enough for pretend machines. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed)
  const between = (low: number, high: number) => low + (high - low) * next()
  const integer = (low: number, high: number) => Math.floor(between(low, high + 1))
  // Box and Muller's transform; 1 - next() is never 0.
  const normal = (mean: number, deviation: number) =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    between,
    normal,
    integer,
    logNormal: sigma => Math.exp(normal(0, sigma)),
    chance: probability => next() < probability,
    pick: items => items[integer(0, items.length - 1)] ?? items[0],
    weibull: (shape, scale) => scale * (-Math.log(1 - next())) ** (1 / shape),
  }
}

/** A seed of its own for each name, so that one more machine leaves the others as they were. */
export function seedFor(seed: number, name: string): number {
  let hash = 2_166_136_261 ^ seed
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return hash >>> 0
}
