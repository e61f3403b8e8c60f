export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

// public/theme.js reads the same before anything is drawn.
const STORED = 'distribute.theme'
const isTheme = (name: string | null): name is Theme => THEMES.some((each) => each === name)

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(STORED)
  return isTheme(stored) ? stored : 'system'
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(STORED, theme)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
