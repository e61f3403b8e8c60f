import type { shell as english } from '../en/shell.ts'
import type { TextsOf } from '../texts.ts'

export const shell: TextsOf<typeof english> = {
  skip: 'Zum Inhalt springen',
  close: 'Schließen',
  copied: 'Kopiert',
  copyAddress: 'Adresse kopieren',
  copyHash: 'Ganz kopieren',
  nav: { label: 'Seiten', more: 'Mehr', home: 'Start', join: 'Beitreten', money: 'Geld', projects: 'Projekte', work: 'Meine Arbeit', votes: 'Abstimmungen', check: 'Selbst prüfen', explorer: 'Explorer', operator: 'Knoten' },
  units: { ether: 'ETH', tokens: 'Anteile', reputation: 'Ansehen' },
  chain: {
    block: 'Block {{number}}', asking: 'Der Knoten wird gefragt …', away: 'Der Knoten antwortet nicht',
    gone: 'Der Knoten antwortet nicht. Sie sehen, was er um {{time}} gesagt hat; nichts ist verloren, und es geht von selbst weiter.', back: 'Der Knoten ist wieder da.',
  },
  states: {
    loading: 'Wird geladen', starting: 'Der Knoten der Gemeinschaft wird gefragt …', again: 'Noch einmal', awayTitle: 'Der Knoten antwortet nicht',
    awayText: 'Diese Seite spricht mit einem Knoten Ihrer Gemeinschaft. Vielleicht startet er gerade, oder Ihre Verbindung ist weg.', trying: 'Es wird von selbst wieder versucht',
    notFound: 'Unter dieser Adresse ist nichts', notFoundText: 'Der Link ist vielleicht alt, oder es fehlt ein Buchstabe.', home: 'Zur ersten Seite',
  },
  settings: {
    title: 'Einstellungen', theme: 'Aussehen', themes: { system: 'Wie das Gerät', light: 'Hell', dark: 'Dunkel' }, language: 'Sprache', l1: 'Ihr eigener Ethereum-Knoten',
  },
}
