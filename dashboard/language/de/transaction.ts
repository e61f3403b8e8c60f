import type { transaction as english } from '../en/transaction.ts'
import type { TextsOf } from '../texts.ts'

export const transaction: TextsOf<typeof english> = {
  sign: 'Unterschreiben und senden', go: 'Weiter', cancel: 'Jetzt nicht', sending: 'Wird gesendet …', inWallet: 'Sehen Sie in Ihr Wallet', background: 'Im Hintergrund weiter', done: 'Schließen',
  effect: 'Was es an Ihrem Guthaben ändert', onceRead: 'Sobald die Kette es gelesen hat', noEffect: 'Ihr freies Guthaben bleibt, wie es ist.', then: 'dann', fee: 'Gebühr:', untried: 'Was es bewirkt, steht fest, sobald Ihr Wallet unterschrieben hat: Dann wird es erprobt, bevor es gesendet wird.', free: 'Es kostet nichts und braucht keine Unterschrift eines Wallets.',
  tray_one: '{{count}} Vorgang dieses Besuchs', tray_other: '{{count}} Vorgänge dieses Besuchs',
  told: { sent: 'Gesendet: {{words}}', promised: 'Getan: {{words}}', refused: 'Abgelehnt: {{words}}. {{why}}' },
  stages: {
    pending: { name: 'Wartet', text: 'Der Sequenzer hat es und nimmt es in seinen nächsten Block.' },
    promised: { name: 'Versprochen', text: 'Es steht in einem Block, den der Sequenzer unterschrieben hat und für den sein Pfand haftet.' },
    safe: { name: 'Sicher', text: 'Sein Stapel steht auf Ethereum: An der Reihenfolge kann sich nichts mehr ändern.' },
    final: { name: 'Endgültig', text: 'Die Einspruchsfrist ist vorbei: Ethereum zahlt danach aus.' },
    refused: { name: 'Abgelehnt', text: 'Es hat gegen eine Regel verstoßen und nichts geändert.' },
    sent: { name: 'An Ethereum gesendet', text: 'Ethereum hat es; die Kette liest es bald.' },
  },
}
