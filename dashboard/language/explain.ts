import { useTranslation } from 'react-i18next'
import { explainError, wordsOf } from '@distribute/client/words'

export interface Explained {
  readonly code: string
  readonly what: string
  readonly advice: string
}

const sentence = (text: string): string => (text === '' ? '' : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`)

/** Errors in the member's language: by their code where there are words for it, else in the SDK's own, which are English. */
export function useExplain(): (error: unknown) => Explained {
  const { i18n } = useTranslation()
  return (error) => {
    const { code: found, what, advice } = explainError(error)
    const code = found === 'Unknown' ? codeOf(error) : found
    const own: unknown = i18n.getResource(i18n.language, 'errors', code)
    if (isWords(own)) return { code, what: own.what, advice: own.advice }
    return { code, what: sentence(what), advice: sentence(advice) }
  }
}

/** A broken rule by its name, in the member's language. */
export function useExplainRule(): (rule: string) => Explained {
  const { i18n } = useTranslation()
  return (rule) => {
    const own: unknown = i18n.getResource(i18n.language, 'errors', rule)
    const { what, advice } = isWords(own) ? own : wordsOf(rule)
    return { code: rule, what: sentence(what), advice: sentence(advice) }
  }
}

/** Errors of the page and of the SDK say which they are themselves. */
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'Unknown')

const isWords = (value: unknown): value is { readonly what: string; readonly advice: string } =>
  typeof value === 'object' && value !== null && 'what' in value && typeof value.what === 'string' && 'advice' in value && typeof value.advice === 'string'
