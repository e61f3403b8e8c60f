/** Every screen, by name and address. */
export const SCREENS: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
]
