import { silentLog } from '#domain/log.ts'
import { openSpool } from '../../ingest/spool/spool.ts'

/** A process of its own that fills a spool as fast as it can and tells its parent what was acknowledged. */
const [file = ''] = process.argv.slice(2)
const tell = (message: object) => process.send?.(message)

function fill(): void {
  const spool = openSpool({ file, readers: ['store'], now: Date.now, log: silentLog })
  let next = 1
  const round = () => {
    for (let i = 0; i < 20; i++) {
      const number = next++
      const item = {
        kind: 'state',
        site: 's1',
        gateway: 'gw1',
        receivedAt: number,
        state: { online: true, session: 'a' },
      }
      void spool.append({ items: [JSON.stringify(item)], rejections: [] }).then(() => tell({ acknowledged: [number] }))
    }
    setTimeout(round, 1)
  }
  round()
}

try {
  fill()
} catch (error) {
  tell({ error: (error as { code?: string }).code })
}
