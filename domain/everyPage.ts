import type { Page } from './page.ts'

/** The pages of a list from a cursor on, or from its beginning; each is asked for when the one before has been used. */
export async function* everyPage<P extends Pick<Page<unknown>, 'nextCursor'>>(
  list: (cursor: string | undefined) => Promise<P>,
  from?: string,
): AsyncGenerator<P> {
  let cursor = from
  do {
    const page = await list(cursor)
    yield page
    cursor = page.nextCursor
  } while (cursor !== undefined)
}
