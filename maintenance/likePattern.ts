/** The pattern of `like … escape '\'` for what contains a text. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, found => `\\${found}`)}%`
