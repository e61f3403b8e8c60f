import { useTranslation } from 'react-i18next'
import { useExplain, type Explained } from '../../language/explain.ts'

/** Why a check failed, in the member's language: what L1, the node and this screen have words for. */
export function useWhy(): (error: unknown) => Explained {
  const { i18n } = useTranslation()
  const explain = useExplain()
  return (error) => {
    const told = explain(error)
    const names = [codeOf(error), told.code, error instanceof Error ? error.name : undefined]
    const own = names.map((name): unknown => (name === undefined ? undefined : i18n.getResource(i18n.language, 'check', `errors.${name}`))).find(isWords)
    return own === undefined ? told : { ...told, ...own }
  }
}

const codeOf = (error: unknown): string | undefined => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined)
const isWords = (value: unknown): value is { readonly what: string; readonly advice: string } =>
  typeof value === 'object' && value !== null && 'what' in value && typeof value.what === 'string' && 'advice' in value && typeof value.advice === 'string'
