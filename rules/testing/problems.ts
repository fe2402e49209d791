export type Path = readonly (string | number)[]

/** Something wrong in a file of rule tests. */
export interface Problem {
  line: number
  /** Where in the file, as a JSON pointer. */
  path: string
  message: string
}

/** Collects what is wrong in a file, so that its writer sees all of it at once. */
export interface Problems {
  readonly found: readonly Problem[]
  add(path: Path, message: string): void
  /** What `read` gives; an error it throws becomes a problem at `path`. */
  attempt<T>(path: Path, read: () => T): T | undefined
  lineAt(path: Path): number
  /** The same collection, for a part of the file: paths begin there. */
  under(path: Path): Problems
}

export function collectProblems(lineAt: (path: Path) => number, found: Problem[] = [], prefix: Path = []): Problems {
  const add = (path: Path, message: string) => {
    const whole = [...prefix, ...path]
    found.push({ line: lineAt(whole), path: `/${whole.join('/')}`, message })
  }
  return {
    found,
    add,
    attempt: (path, read) => {
      try {
        return read()
      } catch (error) {
        add(path, error instanceof Error ? error.message : String(error))
        return undefined
      }
    },
    lineAt: path => lineAt([...prefix, ...path]),
    under: path => collectProblems(lineAt, found, [...prefix, ...path]),
  }
}
