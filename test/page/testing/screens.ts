/** Every screen, by name and address. */
export const SCREENS: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['projects', '/projects'],
  ['propose', '/projects/new'],
  ['project', '/projects/1'],
  ['work', '/work'],
  ['votes', '/votes'],
]
