/** What an id may look like, for `<input pattern>`: contract.md, “Words”. */
export const ID_PATTERN = '[a-z0-9\\-]{1,64}'
