const SECOND = 1000

/** What is left as `hh:mm:ss` below an hour `mm:ss`; what is over begins with `+`. */
export function countdownText(leftMs: number): string {
  const seconds = Math.floor(Math.abs(leftMs) / SECOND)
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const tail = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
  return `${leftMs < 0 ? '+' : ''}${hours > 0 ? `${hours}:` : ''}${tail}`
}
