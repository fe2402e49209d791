import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { CodedError } from '#domain/errors.ts'
import { isId } from '#domain/id.ts'
import type { GatewayLogin } from '#simulators'

export interface GatewayOptions {
  url: string
  site?: string
  gateway?: string
  password?: string
  passwordFile?: string
}

/** The options of a command that speaks as one gateway. */
export const addGatewayOptions = (command: Command): Command =>
  command
    .option('--url <url>', 'the broker', 'mqtt://127.0.0.1:1883')
    .option('--site <site>', 'the site of the gateway')
    .option('--gateway <id>', 'the gateway to speak as: its MQTT client id and user name')
    .option('--password <password>', 'its password; others on this machine can see it in the list of processes')
    .addOption(new Option('--password-file <file>', 'a file that holds its password').conflicts('password'))

/** Reads a file whose first line is a secret. @throws CodedError BAD_REQUEST */
function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n', 1)[0]?.trim() ?? ''
  } catch (error) {
    throw new CodedError('BAD_REQUEST', { file }, `Cannot read the password: ${(error as Error).message}`)
  }
}

function idOption(name: string, value: string | undefined): string {
  if (value === undefined) throw new CodedError('BAD_REQUEST', undefined, `--${name} is missing`)
  if (isId(value)) return value
  throw new CodedError('BAD_REQUEST', { [name]: value }, `--${name} ${value}: only a-z, 0-9 and -, at most 64`)
}

/** @throws CodedError BAD_REQUEST for what is missing or misspelt */
export function gatewayLogin({ site, gateway, password, passwordFile }: GatewayOptions): GatewayLogin {
  const secret = passwordFile === undefined ? password : readSecret(passwordFile)
  if (!secret) throw new CodedError('BAD_REQUEST', undefined, 'Give --password or --password-file')
  return { id: idOption('gateway', gateway), site: idOption('site', site), password: secret }
}
