import { useTranslation } from 'react-i18next'
import { useExplain, type Explained } from '../../language/explain.ts'

/** Why a check failed, in the member's language: what L1, the node and this screen have words for. */
export function useWhy(): (error: unknown) => Explained {
  const { i18n } = useTranslation()
  const explain = useExplain()
  return (error) => {
    const told = explain(error)
    const own: unknown = i18n.getResource(i18n.language, 'check', `errors.${codeOf(error) ?? told.code}`)
    return isWords(own) ? { code: told.code, what: own.what, advice: own.advice } : told
  }
}

const codeOf = (error: unknown): string | undefined => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined)
const isWords = (value: unknown): value is { readonly what: string; readonly advice: string } =>
  typeof value === 'object' && value !== null && 'what' in value && typeof value.what === 'string' && 'advice' in value && typeof value.advice === 'string'
