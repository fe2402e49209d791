import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { Environment } from '#config'
import { program } from '../cli/program.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const readme = read('README.md')
const architecture = read('docs/architecture.md')

test('every npm command of the README exists', () => {
  const { scripts } = JSON.parse(read('package.json'))
  const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(m => m[1] as string)
  expect(named).toContain('demo')
  for (const name of [...named, 'start', 'test']) expect(Object.keys(scripts)).toContain(name)
})

test('every caretaker command of the README exists', () => {
  const commands = program().commands.map(command => command.name())
  const named = [...readme.matchAll(/npx caretaker (\w+)/g)].map(m => m[1] as string)
  expect(named.length).toBeGreaterThan(0)
  for (const name of named) expect(commands).toContain(name)
})

test('the README names every bench, and no other', () => {
  const source = read('test/bench/bench.ts')
  const table = source.slice(source.indexOf('const BENCHES'), source.indexOf('const HELP'))
  const benches = [...table.matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map(m => m[1])
  const named = [...readme.matchAll(/npm run bench -- ([a-z][\w-]+)/g)].map(m => m[1])
  expect(benches).toContain('analytics')
  expect(named.toSorted()).toEqual(benches.toSorted())
})

/** The command that words such as `rules backtest --code X` call. */
function commandOf(words: string): Command | undefined {
  let found: Command | undefined
  for (const name of words.split(/\s+/)) {
    const next = (found ?? program()).commands.find(command => command.name() === name)
    if (!next) break
    found = next
  }
  return found
}

test('every option of a caretaker command in the README exists', () => {
  for (const [, words = ''] of readme.matchAll(/npx caretaker (\w[^`\n]*)/g)) {
    const options = commandOf(words)?.options.map(o => o.long) ?? []
    for (const [option] of words.matchAll(/--[\w-]+/g)) expect([...options, '--help']).toContain(option)
  }
})

test('every link of the README and every file that the page of architecture names is there', () => {
  for (const [, link = ''] of readme.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(join(ROOT, link)), link).toBe(true)
  for (const [, file = ''] of architecture.matchAll(/`([\w/]+\.(?:ts|md))`/g))
    expect(existsSync(join(ROOT, file)), file).toBe(true)
})

test('the page of architecture names every room', () => {
  const rooms = readdirSync(ROOT, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !/^(\.|node_modules|data|docs)/.test(entry.name))
    .map(entry => entry.name)
  for (const room of rooms) expect(architecture).toContain(`\`${room}/\``)
})

test('.env.example lists every variable that the service reads', () => {
  const example = read('.env.example')
  for (const variable of Object.keys(Environment.properties)) expect(example).toMatch(new RegExp(`^${variable}=`, 'm'))
})
