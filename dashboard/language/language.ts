import i18next, { type Resource } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import type { later } from './en-later.ts'
import type { Sentences } from './sentence.ts'

/** Languages in full. Another one is a folder beside these and a line here. */
export const LANGUAGES = { en: { name: 'English', direction: 'ltr' }, de: { name: 'Deutsch', direction: 'ltr' } } as const
export type Language = keyof typeof LANGUAGES

export type Words = typeof en & typeof later
declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'shell'
    readonly resources: Words
  }
}

const STORED = 'distribute.language'
const isLanguage = (name: string | null | undefined): name is Language => name !== null && name !== undefined && Object.hasOwn(LANGUAGES, name)

/** What was chosen here, else the first of the browser's languages that there is, else English. */
function wanted(): Language {
  const stored = localStorage.getItem(STORED)
  if (isLanguage(stored)) return stored
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

interface Loaded {
  readonly texts: Resource[string]
  readonly sentences: Sentences
}

const LOADERS: { readonly [name in Exclude<Language, 'en'>]: () => Promise<Loaded> } = {
  de: async () => {
    const [{ de }, { sentences: told }] = await Promise.all([import('./de.ts'), import('./de/sentences.ts')])
    return { texts: de, sentences: told }
  },
}
const sentences = new Map<string, Sentences>()

/** How a language tells what happened; undefined for English, whose sentences are the SDK's. */
export const sentencesOf = (language: string): Sentences | undefined => sentences.get(language)

async function load(language: Language): Promise<void> {
  if (language === 'en' || i18next.hasResourceBundle(language, 'shell')) return
  const loaded = await LOADERS[language]()
  sentences.set(language, loaded.sentences)
  for (const [namespace, texts] of Object.entries(loaded.texts)) i18next.addResourceBundle(language, namespace, texts)
}

/** Before a screen is drawn whose words are no part of the first load. English stands in for other languages, so it is there always. */
export async function loadLaterWords(): Promise<void> {
  const { later: words } = await import('./en-later.ts')
  for (const [namespace, texts] of Object.entries(words)) i18next.addResourceBundle('en', namespace, texts)
}

function show(language: Language): void {
  document.documentElement.lang = language
  document.documentElement.dir = LANGUAGES[language].direction
}

/** Before anything is drawn. English stands in where another language lacks a word, which a test forbids. */
export async function startLanguage(): Promise<void> {
  const language = wanted()
  await i18next.use(initReactI18next).init({
    lng: 'en', fallbackLng: 'en', resources: { en }, defaultNS: 'shell', interpolation: { escapeValue: false }, returnNull: false,
  })
  await chooseLanguage(language, false)
}

export async function chooseLanguage(language: Language, keep = true): Promise<void> {
  await load(language)
  await i18next.changeLanguage(language)
  if (keep) localStorage.setItem(STORED, language)
  show(language)
}
