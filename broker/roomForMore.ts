type CheckPassword = (gateway: string, password: string) => Promise<{ site: string } | undefined>

/** Checks passwords while new connections are welcome; otherwise the answer is CONNACK 3: come later. */
export const whileThereIsRoom =
  (mayConnect: (() => boolean) | undefined, check: CheckPassword): CheckPassword =>
  async (gateway, password) => {
    if (mayConnect?.() === false) throw new Error('the spool is nearly full')
    return check(gateway, password)
  }
