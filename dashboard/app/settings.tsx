import { Monitor, Moon, Settings2, Sun } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGES, type Language } from '../language/language.ts'
import { Dialog } from '../ui/dialog.tsx'
import { OwnL1 } from '../wallet/own-l1-form.tsx'
import { chooseTheme, chosenTheme, THEMES, type Theme } from './theme.ts'

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const

/** Theme, language, and the member's own L1. */
export function Settings() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="button button-quiet px-3" aria-haspopup="dialog" aria-label={t('settings.title')} onClick={() => setOpen(true)}><Settings2 aria-hidden className="size-5" /></button>
      {isOpen ? (
        <Dialog title={t('settings.title')} onClose={() => setOpen(false)}>
          <ThemeChoice />
          <LanguageChoice />
          <section className="grid gap-2"><h3 className="font-semibold">{t('settings.l1')}</h3><OwnL1 /></section>
        </Dialog>
      ) : null}
    </>
  )
}

function ThemeChoice() {
  const { t } = useTranslation()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-semibold">{t('settings.theme')}</legend>
      <div className="grid grid-cols-3 gap-2">
        {THEMES.map((each) => {
          const Icon = ICONS[each]
          return (
            <button key={each} type="button" aria-pressed={theme === each} onClick={() => { chooseTheme(each); setTheme(each) }}
              className={`grid justify-items-center gap-1 rounded-xl border-2 p-3 font-medium ${theme === each ? 'border-brand bg-brand-wash' : 'border-line bg-raised'}`}>
              <Icon aria-hidden className="size-5" />{t(`settings.themes.${each}`)}
            </button>
          )
        })}
      </div>
    </fieldset>
  )
}

function LanguageChoice() {
  const { t, i18n } = useTranslation()
  const isLanguage = (name: string): name is Language => Object.hasOwn(LANGUAGES, name)
  return (
    <label className="grid gap-1.5">
      <span className="font-semibold">{t('settings.language')}</span>
      <select className="field" value={i18n.language} onChange={({ target: { value } }) => { if (isLanguage(value)) void chooseLanguage(value) }}>
        {Object.entries(LANGUAGES).map(([tag, { name }]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
      </select>
    </label>
  )
}
