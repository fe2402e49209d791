import type { BacktestProgress } from '#domain/backtest.ts'
import { CodedError } from '#domain/errors.ts'
import type { BacktestAnswer } from './backtestWords.ts'

type Line = { progress: BacktestProgress } | { report: BacktestAnswer } | { error: { code: string; message: string } }

const refused = ({ code, message }: { code: string; message: string }): CodedError =>
  new CodedError('BAD_REQUEST', { code }, `${code}: ${message}`)

/** Asks the running service for a backtest. @throws CodedError BAD_REQUEST with the service's own words */
export async function askBacktest(
  { url, token }: { url: string; token: string },
  body: object,
  onProgress: (progress: BacktestProgress) => void,
): Promise<BacktestAnswer> {
  const answer = await fetch(`${url}/api/rules/backtest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/x-ndjson' },
    body: JSON.stringify(body),
  }).catch((error: Error) => {
    throw new CodedError('BAD_REQUEST', { url }, `${url} does not answer: ${error.message}`)
  })
  if (!answer.ok || !answer.body)
    throw refused(((await answer.json()) as { error: { code: string; message: string } }).error)
  let rest = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const said = JSON.parse(line) as Line
      if ('report' in said) return said.report
      if ('error' in said) throw refused(said.error)
      onProgress(said.progress)
    }
  }
  throw new CodedError('INTERNAL', undefined, 'The service hung up before the backtest was done')
}
