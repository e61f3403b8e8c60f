import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/format.ts'
import { useExplainRule } from './explain.ts'
import { sentencesOf } from './language.ts'
import { tell, type Tellable } from './sentence.ts'

/** What happened, as one line in the member's language. */
export function useTell(): (of: Tellable) => string {
  const { t, i18n } = useTranslation('shell')
  const format = useFormat()
  const explain = useExplainRule()
  return (of) => {
    const { error = null } = of
    return tell(of, sentencesOf(i18n.language), { format, unit: (unit) => t(`units.${unit}`) }, error === null ? '' : explain(error).what)
  }
}
