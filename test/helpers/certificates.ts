import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tempDir } from './tempDir.ts'

const run = promisify(execFile)

/** An authority of our own that issues certificates for 127.0.0.1, by `openssl`. */
export async function createAuthority(openssl: string) {
  const dir = await tempDir()
  const caFile = join(dir, 'ca.pem')
  const caKey = join(dir, 'ca-key.pem')
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']
  await run(openssl, [
    'req',
    '-x509',
    ...newKey,
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
    '-keyout',
    caKey,
    '-out',
    caFile,
  ])
  return {
    caFile,
    /** @param name the common name, such as a gateway's id */
    issue: async (name: string): Promise<{ certFile: string; keyFile: string }> => {
      const [certFile, keyFile, request] = ['pem', 'key.pem', 'csr'].map(end => join(dir, `${name}.${end}`)) as [
        string,
        string,
        string,
      ]
      const extensions = join(dir, 'extensions')
      await writeFile(extensions, 'subjectAltName=IP:127.0.0.1\n')
      await run(openssl, ['req', ...newKey, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', request])
      const signing = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-days', '2', '-extfile', extensions]
      await run(openssl, ['x509', '-req', '-in', request, ...signing, '-out', certFile])
      return { certFile, keyFile }
    },
  }
}
