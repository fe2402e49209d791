import { open } from 'node:fs/promises'

/** Puts what a folder names on disk: files that were made or renamed in it keep their names after a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync()
  await folder.close()
}
