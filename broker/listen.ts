import { createServer, type Server, type Socket } from 'node:net'
import { CodedError } from '#domain/errors.ts'

/** Opens a TCP port. @throws CodedError PORT_IN_USE, or CONFIG_INVALID for an address that cannot be opened */
export function listen(host: string, port: number, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true, keepAlive: true }, onSocket)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'EADDRINUSE' ? 'PORT_IN_USE' : 'CONFIG_INVALID'
      reject(new CodedError(code, { host, port }, `MQTT at ${host}:${port}: ${error.message}`))
    })
    server.listen(port, host, () => resolve(server))
  })
}
