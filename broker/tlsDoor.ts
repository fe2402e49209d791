import { readFile } from 'node:fs/promises'
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { CodedError } from '#domain/errors.ts'
import type { DoorLimits } from './limits.ts'
import { listen } from './listen.ts'

/** Where the TLS listener's files are (PEM). */
export interface TlsFiles {
  /** 0 takes a free one. */
  port: number
  certFile: string
  keyFile: string
  /** Then each connection must show a certificate of this authority, issued to the gateway's id. */
  caFile?: string
}

interface TlsNeeds {
  host: string
  files: TlsFiles
  limits: DoorLimits
  admit(connection: Duplex, address: string | undefined, open: (serve: (stream: Duplex) => void) => void): void
  /** Told of every failed handshake. */
  onRefused(reason: string): void
}

const readPem = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: Error) => {
    throw new CodedError('CONFIG_INVALID', [file], `TLS: ${error.message}`)
  })

async function readOptions({ files, limits }: Pick<TlsNeeds, 'files' | 'limits'>): Promise<TlsOptions> {
  const [cert, key, ca] = await Promise.all([
    readPem(files.certFile),
    readPem(files.keyFile),
    files.caFile === undefined ? undefined : readPem(files.caFile),
  ])
  return {
    cert,
    key,
    ...(ca && { ca }),
    requestCert: ca !== undefined,
    rejectUnauthorized: ca !== undefined,
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.connectTimeoutMs,
  }
}

function createHandshakes(options: TlsOptions, files: TlsFiles) {
  try {
    return createTlsServer(options)
  } catch (error) {
    throw new CodedError('CONFIG_INVALID', [files.certFile, files.keyFile], `TLS: ${(error as Error).message}`)
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress}:${remotePort}`

/**
 * MQTT over TLS 1.2 or later. A connection is admitted before its handshake, which is what costs.
 * @throws CodedError CONFIG_INVALID, PORT_IN_USE
 */
export async function openTlsDoor({ host, files, limits, admit, onRefused }: TlsNeeds): Promise<Server> {
  const handshakes = createHandshakes(await readOptions({ files, limits }), files)
  const waiting = new Map<string, (stream: Duplex) => void>()
  handshakes.on('secureConnection', secure => waiting.get(peerOf(secure))?.(secure))
  handshakes.on('tlsClientError', (_, secure) => {
    onRefused('tls')
    secure.destroy()
  })
  return listen(host, files.port, socket => {
    const peer = peerOf(socket)
    admit(socket, socket.remoteAddress, serve => {
      waiting.set(peer, serve)
      socket.once('close', () => waiting.delete(peer))
      handshakes.emit('connection', socket)
    })
  })
}
