import { Compass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Empty } from '../ui/states.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return <Empty icon={Compass} title={<h1>{t('states.notFound')}</h1>} action={<Link href="/" className="button button-primary">{t('states.home')}</Link>}>{t('states.notFoundText')}</Empty>
}
